package import Foundation
package import Messages

/// One repair for one complaint, from the request to the closed case (state machine 3.4, main path).
///
/// What changes it stands in `RepairOrder+Survey.swift`, `+Work.swift` and `+Rounds.swift`. A step that the state does not
/// allow is refused and leaves the order as it was; the same step again changes nothing.
package struct RepairOrder: Sendable, Equatable {
  package enum State: String, Sendable, CaseIterable {
    /// Nobody was on the spot yet, and nobody has judged. Left by the survey or the judgement.
    case created
    /// Surveyed; who answers for it waits for customer service's judgement. Left by it.
    case surveyed
    /// A contractor is to repair it, but nobody of the trade is listed. Left by the award.
    case judged
    /// The original builder repairs in his warranty. Left by another judgement, or by the end of the case.
    case builderNotified = "builder-notified"
    /// The developer undertakes nothing: the matter is explained, or the owner's own. Left like the one before.
    case answered
    /// A contractor has the commission letter. Left by his completion.
    case commissioned
    /// The contractor has to go back. Left by his completion.
    case inWork = "in-work"
    /// The contractor has finished. Left by the developer's verdict: accepted, or back in work.
    case workDone = "work-done"
    /// Contractor and developer find the work good. Left by the owner: signed, or back in work.
    case accepted
    /// The owner has signed. Left by the callback: closed, or back in work for the next round.
    case signed
    /// The case has ended with signed work, or with what no contractor had to do. Left only when the customer comes back in
    /// time.
    case closed
    /// The case has ended without it: nobody owes the work any more. Left as `closed` is.
    case cancelled
  }

  package let number: RepairOrderNumber
  package let address: UnitAddress
  package let buildingPart: BuildingPart
  package let trade: Trade
  package let requestedAt: Date
  /// End of the limit of R-108.
  package let surveyDueAt: Date?

  package internal(set) var state: State
  /// The round of the case; each dissatisfied callback begins the next.
  package internal(set) var round: Int
  package internal(set) var survey: Survey?
  /// Nil until customer service has judged.
  package internal(set) var liability: Liability?
  /// From `commissioned` on.
  package internal(set) var commission: Commission?
  /// From `workDone` on; taken back by rework, like the two after it.
  package internal(set) var completedAt: Date?
  package internal(set) var acceptance: Acceptance?
  package internal(set) var signature: Signature?
  /// How often the contractor had to go back.
  package internal(set) var reworks: Int
  /// The last time he had to.
  package internal(set) var lastRework: Rework?
  package internal(set) var closedAt: Date?
  /// Counts the events published about the complaint.
  package internal(set) var version: Int64

  package init(
    number: RepairOrderNumber, address: UnitAddress, buildingPart: BuildingPart, trade: Trade, requestedAt: Date,
    surveyDueAt: Date?, state: State, round: Int, survey: Survey?,
    liability: Liability?, commission: Commission?, completedAt: Date?,
    acceptance: Acceptance?, signature: Signature?, reworks: Int, lastRework: Rework?, closedAt: Date?, version: Int64
  ) {
    self.number = number
    self.address = address
    self.buildingPart = buildingPart
    self.trade = trade
    self.requestedAt = requestedAt
    self.surveyDueAt = surveyDueAt
    self.state = state
    self.round = round
    self.survey = survey
    self.liability = liability
    self.commission = commission
    self.completedAt = completedAt
    self.acceptance = acceptance
    self.signature = signature
    self.reworks = reworks
    self.lastRework = lastRework
    self.closedAt = closedAt
    self.version = version
  }

  /// A new order for the first round of a case; this release opens one order a complaint.
  package init(_ request: RepairRequested) {
    self.init(
      number: Self.number(for: request.complaint), address: request.unit, buildingPart: request.buildingPart,
      trade: request.trade, requestedAt: request.requestedAt, surveyDueAt: request.surveyDueAt, state: .created,
      round: request.round, survey: nil, liability: Liability(request), commission: nil, completedAt: nil,
      acceptance: nil,
      signature: nil, reworks: 0, lastRework: nil, closedAt: nil, version: 0)
    self.state = self.stateBeforeAward
  }

  package static func number(for complaint: ComplaintNumber) -> RepairOrderNumber {
    RepairOrderNumber(complaint: complaint, serial: 1)
  }

  package var complaint: ComplaintNumber { self.number.complaint }

  /// The states in which a contractor still owes work: what "least loaded" counts.
  package static let openStates: [State] = [.commissioned, .inWork, .workDone, .accepted]

  /// Counts an event that is about to be published.
  mutating func publishing<Event>(_ event: Event) -> Event {
    self.version += 1
    return event
  }

  func wrongState(_ rule: String) -> Rejected {
    Rejected("state", .wrongState, "The repair order is \(self.state.rawValue); \(rule)")
  }
}
