import Messages

/// What the people outside know about a complaint once it has its number.
struct KnownCase: Sendable {
  let number: ComplaintNumber
  let recorded: RecordedComplaint
  /// The unit that answers has the defect repaired; otherwise it settles the matter itself.
  var hasRepair = false
  var commission: CommissionNumber?
  /// How often the contractor was sent back.
  var reworks = 0
  /// At least once.
  var wasHandled = false
  /// A dissatisfied callback has begun a round whose work is not done yet.
  var owesPlan = false

  init(number: ComplaintNumber, recorded: RecordedComplaint) {
    self.number = number
    self.recorded = recorded
  }

  /// What decisions about it are drawn from: the number depends on the order in which complaints were registered.
  var reference: String { self.recorded.reference }
}
