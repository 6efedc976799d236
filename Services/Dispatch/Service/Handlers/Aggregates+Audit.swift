import DispatchDomain
import DurableMessaging
import Messages

// What is written into the audit of the aggregates beside the case (R-336): where they stood and stand. What people have said
// is no business of the audit's.

extension Effects {
  mutating func record(from before: Suggestion?, to after: Suggestion) {
    guard after != before else { return }
    var change = AuditChange()
    change.note("state", from: before?.state.rawValue, to: after.state.rawValue)
    change.note("answered", from: before.map { $0.firstAnswer != nil }, to: after.firstAnswer != nil)
    change.note("departmentsAsked", from: before?.consultations.count, to: after.consultations.count)
    change.note("departmentsAgreed", from: before?.departmentsAgreed, to: after.departmentsAgreed)
    change.note("dueAt", from: before?.dueAt, to: after.dueAt)
    change.note("convertedTo", from: before?.convertedTo?.text, to: after.convertedTo?.text)
    let isStep = before?.state != after.state
    self.record("suggestion.\(isStep ? after.state.rawValue : "changed")", of: after.number.text, change)
  }

  mutating func record(from before: Letter?, to after: Letter) {
    guard after != before else { return }
    var change = AuditChange()
    change.note("state", from: before?.state.rawValue, to: after.state.rawValue)
    change.note("complaint", from: before?.complaint.text, to: after.complaint.text)
    change.note("kind", from: before?.kind, to: after.kind)
    change.note("isLegal", from: before?.isLegal, to: after.isLegal)
    change.note("lawyer", from: before?.lawyer?.by, to: after.lawyer?.by)
    change.note("approvedBy", from: before?.approved?.by, to: after.approved?.by)
    change.note("method", from: before?.dispatch?.method, to: after.dispatch?.method)
    let isStep = before?.state != after.state
    self.record("letter.\(isStep ? after.state.rawValue : "changed")", of: after.number.text, change)
  }

  mutating func record(from before: ContactSheet?, to after: ContactSheet) {
    guard after != before else { return }
    var change = AuditChange()
    change.note("complaint", from: before?.complaint?.text, to: after.complaint?.text)
    change.note("repliedBy", from: before?.reply?.by, to: after.reply?.by)
    change.note("overdueAt", from: before?.overdueAt, to: after.overdueAt)
    let step = before == nil ? "sent" : after.reply == nil ? "overdue" : "answered"
    self.record("contact-sheet.\(step)", of: after.number.text, change)
  }

  mutating func record(from before: CaseJudgements, to after: CaseJudgements, of number: ComplaintNumber) {
    guard after != before else { return }
    var change = AuditChange()
    change.note("judgement", from: before.current?.judgement, to: after.current?.judgement)
    change.note("repairBy", from: before.current?.repairBy, to: after.current?.repairBy)
    change.note("consentBy", from: before.current?.consentBy, to: after.current?.consentBy)
    change.note("builderArrivedAt", from: before.notice?.arrivedAt, to: after.notice?.arrivedAt)
    change.note("builderRemindedAt", from: before.notice?.remindedAt, to: after.notice?.remindedAt)
    let isJudged = before.records.count != after.records.count
    self.record(isJudged ? "case.judged" : "builder.noted", of: number.text, change)
  }
}

extension Suggestion {
  fileprivate var departmentsAgreed: Int { self.consultations.count { $0.consents == true } }
}
