import TestSupport

@testable import Postgres

/// Plays keepers and borrowers against the machine, at random, and notes what must not happen.
struct PoolWorld {
  private enum Keeper: Equatable {
    case connecting, lostEarly, holding, retiring, ended
  }

  private(set) var random: SeededGenerator
  private(set) var faults: [String] = []
  private var machine: PoolStateMachine
  private var keepers: [Keeper]
  private var borrowers: [Int: PoolStateMachine.Request] = [:]
  private var waiting: [PoolStateMachine.Request] = []
  private var lost: Set<Int> = []
  private var lastRequest = 0
  private var isStopping = false

  init(random: SeededGenerator, size: Int) {
    self.random = random
    self.machine = PoolStateMachine(size: size)
    self.keepers = Array(repeating: .connecting, count: size)
  }

  mutating func step() {
    let slot = Int(random.next() % UInt64(keepers.count))
    switch random.next() % 100 {
    case 0..<35: request()
    case 35..<40: withdraw()
    case 40..<75: keep(slot)
    case 75..<80: lose(slot)
    case 80..<99: release(slot, isReusable: !random.next().isMultiple(of: 8))
    default: if random.next().isMultiple(of: 4) { stop() }
    }
    check()
  }

  /// Stops and lets everybody do what is left to do.
  mutating func finish() {
    stop()
    for slot in keepers.indices { release(slot, isReusable: true) }
    for _ in 0..<3 {
      for slot in keepers.indices where keepers[slot] != .ended {
        if machine.hasEnded { faults.append("ended with slot \(slot) \(keepers[slot])") }
        keep(slot)
      }
    }
    if !machine.hasEnded { faults.append("not ended: \(keepers)") }
    if !waiting.isEmpty { faults.append("waits for ever: \(waiting)") }
  }

  private mutating func request() {
    lastRequest += 1
    switch machine.request(lastRequest) {
    case .lend(let slot): lend(slot, to: lastRequest)
    case .wait: waiting.append(lastRequest)
    case .refuseClosed: if !isStopping { faults.append("refused as closed while open") }
    case .refuseBroken: if hasOpenSession { faults.append("refused as broken with a session open") }
    }
  }

  private mutating func withdraw() {
    let request = waiting.randomElement(using: &random) ?? 0
    let isFound = machine.withdraw(request)
    if isFound != waiting.contains(request) { faults.append("request \(request) found: \(isFound)") }
    waiting.removeAll { $0 == request }
  }

  private mutating func keep(_ slot: Int) {
    switch keepers[slot] {
    case .connecting where !isStopping && random.next().isMultiple(of: 3):
      perform(machine.connectionRefused(slot))
      close(slot)
    case .connecting where isStopping: close(slot)
    case .connecting, .lostEarly:
      let wasLost = keepers[slot] == .lostEarly
      keepers[slot] = .holding
      perform(machine.connected(slot))
      if wasLost && keepers[slot] != .retiring { faults.append("slot \(slot) was lost and is kept") }
    case .retiring: close(slot)
    case .holding, .ended: break
    }
  }

  private mutating func close(_ slot: Int) {
    keepers[slot] = machine.closed(slot) ? .connecting : .ended
    lost.remove(slot)
  }

  private mutating func lose(_ slot: Int) {
    guard !lost.contains(slot) else { return }
    switch keepers[slot] {
    case .connecting:
      lost.insert(slot)
      keepers[slot] = .lostEarly
      perform(machine.lost(slot))
    case .holding:
      lost.insert(slot)
      perform(machine.lost(slot))
      if borrowers[slot] == nil && keepers[slot] != .retiring { faults.append("slot \(slot) was lost and stays") }
    case .lostEarly, .retiring, .ended: break
    }
  }

  private mutating func release(_ slot: Int, isReusable: Bool) {
    guard borrowers.removeValue(forKey: slot) != nil else { return }
    perform(machine.release(slot, isReusable: isReusable))
    if (!isReusable || lost.contains(slot) || isStopping) && keepers[slot] != .retiring {
      faults.append("slot \(slot) should be closed")
    }
  }

  private mutating func stop() {
    isStopping = true
    perform(machine.stop())
  }

  private mutating func perform(_ action: PoolStateMachine.Action) {
    switch action {
    case .none: break
    case .lend(let slot, let request):
      if request != waiting.first { faults.append("\(request) served before \(waiting)") }
      waiting.removeAll { $0 == request }
      lend(slot, to: request)
    case .refuse(let requests): waiting.removeAll { requests.contains($0) }
    case .retire(let slots, let requests):
      for slot in slots {
        if keepers[slot] != .holding { faults.append("slot \(slot) retired as \(keepers[slot])") }
        if borrowers[slot] != nil { faults.append("slot \(slot) retired while lent") }
        keepers[slot] = .retiring
      }
      waiting.removeAll { requests.contains($0) }
    }
  }

  private mutating func lend(_ slot: Int, to request: PoolStateMachine.Request) {
    if let other = borrowers[slot] { faults.append("slot \(slot) lent to \(request) and \(other)") }
    if keepers[slot] != .holding || lost.contains(slot) { faults.append("slot \(slot) lent while \(keepers[slot])") }
    if isStopping { faults.append("lent after stop") }
    borrowers[slot] = request
  }

  private mutating func check() {
    let idle = keepers.indices.filter { keepers[$0] == .holding && borrowers[$0] == nil && !lost.contains($0) }
    if !idle.isEmpty && !waiting.isEmpty { faults.append("\(waiting) wait while \(idle) are idle") }
    if machine.isHealthy != (hasOpenSession && !isStopping) { faults.append("healthy: \(machine.isHealthy)") }
  }

  private var hasOpenSession: Bool { keepers.indices.contains { keepers[$0] == .holding && !lost.contains($0) } }
}
