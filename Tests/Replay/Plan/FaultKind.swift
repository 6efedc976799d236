/// What can go wrong in a run. A run may be given some of them only: so a failure is taken apart.
enum FaultKind: String, CaseIterable, Sendable {
  /// A message takes minutes or hours on its way.
  case delay
  /// A message comes once more, later.
  case double
  /// What is sent at the same time arrives in another order.
  case reorder
  /// A process dies between two steps.
  case crash
  /// A commit fails, and nothing is done.
  case rollback
  /// A commit is done, and its answer lost.
  case unknown
  /// A consumer loses its connection; what it has not acknowledged is delivered again.
  case link
  /// A message is not confirmed, whether the broker has it or not.
  case confirm
  /// A relay loses its session and its locks, and hears of it late: another one has its lanes meanwhile.
  case lock
  /// A handler says "not yet", as it does when what a message refers to is not known so far.
  case notYet = "not-yet"
  /// All clocks jump ahead.
  case clock
}
