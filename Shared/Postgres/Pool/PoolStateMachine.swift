/// Decides who gets which session. It does no I/O and takes no clock.
///
/// The pool has a fixed number of slots. Each is kept by one task, which connects, hands the session over with
/// `connected`, sleeps until the machine says `retire`, closes it and reports `closed`.
struct PoolStateMachine {
  typealias Slot = Int
  typealias Request = Int

  enum Action: Equatable {
    case none
    case lend(Slot, to: Request)
    /// Wake the slot's keeper: the session is to be closed.
    case retire([Slot], refuse: [Request])
    case refuse([Request])
  }

  enum Answer: Equatable {
    case lend(Slot)
    case wait
    /// The pool has stopped.
    case refuseClosed
    /// No session is open and the server has refused several times: waiting would only add to the caller's delay.
    case refuseBroken
  }

  private enum SlotState: Equatable {
    /// The keeper connects, or waits before it tries again. Left by `connected` or `closed`.
    case connecting
    /// Lost between the connection's start and `connected`, which will retire it.
    case lostEarly
    /// Left by a request, `lost` or `stop`.
    case idle
    /// Left by `release` or `lost`.
    case lent
    /// Lost while lent: the keeper must not replace the session before its borrower has let go of the slot.
    case lostWhileLent
    /// The keeper closes the session. Left by `closed`.
    case retiring
    /// The keeper has ended. Never left.
    case ended
  }

  /// This many refusals in a row, over all slots, and nobody waits any more until a session opens.
  private let mostRefusals: Int
  private var slots: [SlotState]
  /// The last one returned is lent first: its prepared statements and the server's caches are warm.
  private var idle: [Slot] = []
  private var waiting: [Request] = []
  private var refusals = 0
  private var isStopping = false

  init(size: Int, mostRefusals: Int = 3) {
    self.slots = Array(repeating: .connecting, count: size)
    self.mostRefusals = mostRefusals
  }

  /// A session is open, lent or not.
  var isHealthy: Bool { !self.isStopping && self.hasOpenSession }

  var hasEnded: Bool { self.slots.allSatisfy { $0 == .ended } }

  /// A session without waiting, if one is free.
  mutating func requestIdle() -> Slot? {
    guard let slot = self.idle.popLast() else { return nil }
    self.slots[slot] = .lent
    return slot
  }

  mutating func request(_ request: Request) -> Answer {
    if self.isStopping { return .refuseClosed }
    if let slot = self.requestIdle() { return .lend(slot) }
    if self.isBroken { return .refuseBroken }
    self.waiting.append(request)
    return .wait
  }

  /// The request waits no longer: cancelled or out of time. False if it has been answered already.
  mutating func withdraw(_ request: Request) -> Bool {
    guard let index = self.waiting.firstIndex(of: request) else { return false }
    self.waiting.remove(at: index)
    return true
  }

  mutating func connected(_ slot: Slot) -> Action {
    self.refusals = 0
    if self.isStopping || self.slots[slot] == .lostEarly {
      self.slots[slot] = .retiring
      return .retire([slot], refuse: [])
    }
    return self.offer(slot)
  }

  /// The server refused a connection; the keeper tries again after a while.
  mutating func connectionRefused(_ slot: Slot) -> Action {
    self.refusals += 1
    guard self.isBroken, !self.waiting.isEmpty else { return .none }
    defer { self.waiting.removeAll() }
    return .refuse(self.waiting)
  }

  /// The slot's session ended by itself.
  mutating func lost(_ slot: Slot) -> Action {
    switch self.slots[slot] {
    case .connecting:
      self.slots[slot] = .lostEarly
    case .idle:
      self.idle.removeAll { $0 == slot }
      self.slots[slot] = .retiring
      return .retire([slot], refuse: [])
    case .lent:
      self.slots[slot] = .lostWhileLent
    case .lostEarly, .lostWhileLent, .retiring, .ended:
      break
    }
    return .none
  }

  /// The borrower gives the slot back. `isReusable` is false if the session may hold a transaction still.
  mutating func release(_ slot: Slot, isReusable: Bool) -> Action {
    if self.slots[slot] == .lent && isReusable && !self.isStopping { return self.offer(slot) }
    self.slots[slot] = .retiring
    return .retire([slot], refuse: [])
  }

  /// The keeper has closed the session, or given up connecting. True: connect again; false: the keeper ends.
  mutating func closed(_ slot: Slot) -> Bool {
    self.slots[slot] = self.isStopping ? .ended : .connecting
    return !self.isStopping
  }

  /// No more sessions are lent; those that are lent are closed when they come back.
  mutating func stop() -> Action {
    self.isStopping = true
    defer {
      self.idle.removeAll()
      self.waiting.removeAll()
    }
    for slot in self.idle { self.slots[slot] = .retiring }
    return .retire(self.idle, refuse: self.waiting)
  }

  private var hasOpenSession: Bool { self.slots.contains { $0 == .idle || $0 == .lent } }

  private var isBroken: Bool { self.refusals >= self.mostRefusals && !self.hasOpenSession }

  private mutating func offer(_ slot: Slot) -> Action {
    if self.waiting.isEmpty {
      self.slots[slot] = .idle
      self.idle.append(slot)
      return .none
    }
    self.slots[slot] = .lent
    return .lend(slot, to: self.waiting.removeFirst())
  }
}
