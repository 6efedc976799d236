import Foundation
import Messages

/// Everybody outside who hears of complaints: knows how far each is, and what he will do next.
actor Town {
  let office: PropertyOffice
  let staff: Staff
  let contractors: ContractorSystem
  let owner: Owner
  let caller: Caller
  private var recorded: [String: RecordedComplaint]
  private let brokenMessages: Int
  private let tally: Tally
  private let journal: Journal?

  private var cases: [ComplaintNumber: KnownCase] = [:]
  /// Events come once more after a lost link.
  private var heard: Set<String> = []
  /// Events of cases whose registration has not been heard: two exchanges keep no order between them.
  private var early: [ComplaintNumber: [HeardEvent]] = [:]

  var assigned = 0
  var closed = 0
  var missedDeadlines = 0
  private(set) var rejected = 0
  private var expectedRefusals: Int

  init(
    chance: Chance, pace: Pace, firms: [Firm], complaints: [RecordedComplaint], brokenMessages: Int, tally: Tally,
    journal: Journal?
  ) {
    self.office = PropertyOffice(chance: chance, pace: pace)
    self.staff = Staff(chance: chance, pace: pace)
    self.contractors = ContractorSystem(chance: chance, pace: pace, firms: firms)
    self.owner = Owner(chance: chance, pace: pace)
    self.caller = Caller(chance: chance, pace: pace)
    self.recorded = Dictionary(complaints.map { ($0.reference, $0) }) { first, _ in first }
    self.brokenMessages = brokenMessages
    self.tally = tally
    self.journal = journal
    self.expectedRefusals = brokenMessages
  }

  var registered: Int { self.cases.count }

  /// Everything that was handed in has been answered, by a number or by a refusal.
  var isAnswered: Bool { self.registered == self.recorded.count && self.rejected == self.expectedRefusals }

  /// And every case has come to its end.
  var isSettled: Bool { self.isAnswered && self.closed == self.recorded.count }

  /// Grows with everything that is heard.
  var activity: Int { self.heard.count }

  /// These will not be handed in after all.
  func forget(_ deeds: [Deed]) {
    for deed in deeds where deed.kind == .complaint { self.recorded[deed.subject] = nil }
    self.expectedRefusals -= deeds.count { $0.kind == .brokenMessage }
  }

  /// Nobody answers a customer whose matter has been settled meanwhile.
  func isPointless(_ deed: Deed) -> Bool {
    guard let known = ComplaintNumber(deed.subject).flatMap({ self.cases[$0] }) else { return false }
    return switch deed.kind {
    case .reply: known.wasHandled
    case .newPlan: !known.owesPlan
    default: false
    }
  }

  /// - Returns: what follows from the events.
  func hear(_ events: [HeardEvent]) async -> [Deed] {
    var deeds: [Deed] = []
    for event in events where self.heard.insert(event.id).inserted {
      do {
        deeds += try self.react(to: event)
      } catch {
        await self.tally.surprise("\(event.type): \(error)")
      }
    }
    return deeds
  }

  private func react(to event: HeardEvent) throws -> [Deed] {
    switch event.type {
    case ProjectRegistered.type, ProjectChanged.type, UnitChanged.type, WarrantyExpiring.type, CasesIdle.type: return []
    case PropertyRejected.type:
      let message: PropertyRejected = try event.decode()
      throw SimulatorError("\(message.reference ?? message.messageID) was refused: \(Self.words(message.faults))")
    case ComplaintRegistered.type: return try self.registered(event.decode())
    case ComplaintRejected.type:
      try self.refused(event.decode())
      return []
    case RepairCompletionRejected.type:
      let message: RepairCompletionRejected = try event.decode()
      throw SimulatorError(
        "\(message.reference ?? message.messageID) was refused: \(Self.words(message.faults))")
    default:
      let number = try event.complaint()
      guard var known = self.cases[number] else {
        self.early[number, default: []].append(event)
        return []
      }
      let deeds = try self.follow(event, &known)
      self.cases[number] = known
      if event.type == CaseClosed.type { self.journal?.note(.closed, known.reference) }
      return deeds
    }
  }

  private func registered(_ message: ComplaintRegistered) throws -> [Deed] {
    guard message.source == PropertyOffice.source, let recorded = self.recorded[message.reference],
      self.cases[message.complaint] == nil
    else { return [] }
    self.cases[message.complaint] = KnownCase(number: message.complaint, recorded: recorded)
    self.journal?.note(.registered, message.reference)
    var deeds = [
      self.staff.assignment(of: message),
      try self.office.conflict(after: message, of: recorded, brokenMessages: self.brokenMessages),
    ].compactMap { $0 }
    for event in self.early.removeValue(forKey: message.complaint) ?? [] { deeds += try self.react(to: event) }
    return deeds
  }

  private func refused(_ message: ComplaintRejected) throws {
    self.rejected += 1
    guard let reference = message.reference, self.recorded[reference] != nil,
      !message.faults.contains(where: { $0.code == .conflict })
    else { return }
    throw SimulatorError("\(reference) was refused: \(Self.words(message.faults))")
  }

  private static func words(_ faults: [Fault]) -> String {
    faults.map { "\($0.path) \($0.code.rawValue)" }.joined(separator: ", ")
  }
}
