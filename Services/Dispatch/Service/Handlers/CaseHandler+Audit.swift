import DispatchDomain
import DurableMessaging
import Messages

extension CaseHandler {
  /// Writes what an input has changed in a case, before and after, under the name of the first event that tells of it.
  static func record(_ events: [any Message], from before: Case?, to after: Case, _ effects: inout Effects) {
    guard after != before else { return }
    let type = events.first.map { Swift.type(of: $0).type }
    let action = type.map { String($0[..<($0.lastIndex(of: ".") ?? $0.endIndex)]) }
    effects.record(action ?? "case.changed", of: after.number.text, after.change(from: before))
  }
}

extension Case {
  /// Where it stood and stands. What people have said and where the home is are no business of the audit's.
  fileprivate func change(from before: Case?) -> AuditChange {
    var change = AuditChange()
    change.note("state", from: before?.state.rawValue, to: self.state.rawValue)
    change.note("unit", from: before?.unit?.rawValue, to: self.unit?.rawValue)
    change.note("grade", from: before?.grade.rawValue, to: self.grade.rawValue)
    change.note("category", from: before?.category.rawValue, to: self.category.rawValue)
    change.note("round", from: before?.round, to: self.round)
    change.note("returns", from: before?.returns, to: self.returns)
    change.note("outcome", from: before?.outcome?.rawValue, to: self.outcome?.rawValue)
    change.note("held", from: before.map { $0.course.hold != nil }, to: self.course.hold != nil)
    change.note("suspended", from: before.map { $0.course.suspension != nil }, to: self.course.suspension != nil)
    return change
  }
}
