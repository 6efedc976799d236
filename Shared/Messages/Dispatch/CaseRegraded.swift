package import FoundationEssentials

/// The course of a case has raised its grade: the register takes it over, and tells everybody else.
package struct CaseRegraded: Message {
  package static let type = "case.regraded.v1"
  package var subject: String { self.complaint.text }

  package let complaint: ComplaintNumber
  package let grade: Grade
  package let previousGrade: Grade
  package let reason: RegradeReason
  package let regradedAt: Date

  package init(
    complaint: ComplaintNumber, grade: Grade, previousGrade: Grade, reason: RegradeReason, regradedAt: Date
  ) {
    self.complaint = complaint
    self.grade = grade
    self.previousGrade = previousGrade
    self.reason = reason
    self.regradedAt = regradedAt
  }

  package static let samples = [
    CaseRegraded(
      complaint: Sample.complaint, grade: .important, previousGrade: .general, reason: .dissatisfaction,
      regradedAt: Sample.time)
  ]
}
