import CallbackDomain
import CallbackService
import DurableMessaging
import Messages
import Postgres

struct CallbackTables: ServiceTables {
  typealias Handler = CallbackHandler

  private(set) var complaints: [ComplaintNumber: ComplaintCallbacks] = [:]
  /// Those that the last transaction has written.
  private(set) var changed: [ComplaintCallbacks] = []

  func locks(for inputs: [Input<CallbackAction>]) -> [String] {
    self.numbers(inputs).filter { self.complaints[$0] != nil }.map(\.text)
  }

  func load(_ inputs: [Input<CallbackAction>]) -> CallbackState {
    CallbackState(self.numbers(inputs).compactMap { self.complaints[$0] })
  }

  mutating func store(_ state: CallbackState) throws(PostgresError) {
    for complaint in state.newComplaints where self.complaints[complaint.complaint] != nil {
      throw .violated("complaint_pkey", .uniqueViolation)
    }
    for callback in state.newCallbacks + state.changedCallbacks { try Self.check(callback) }
    self.changed = state.newComplaints + state.countedComplaints
    for complaint in self.changed { self.complaints[complaint.complaint] = complaint }
  }

  private func numbers(_ inputs: [Input<CallbackAction>]) -> Set<ComplaintNumber> {
    Set(inputs.compactMap(CallbackHandler.complaint))
  }

  private static func check(_ callback: Callback) throws(PostgresError) {
    guard callback.state != .due || callback.kind == .milestone else { throw .violated("callback_due_check") }
    guard callback.from < callback.dueAt else { throw .violated("callback_limits_check") }
    guard (callback.state == .done) == (callback.answer != nil) else { throw .violated("callback_answer_check") }
    guard callback.kind != .closing || callback.answer == nil || callback.answer?.by != callback.handledBy else {
      throw .violated("callback_caller_check")
    }
  }
}
