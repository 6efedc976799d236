package import FoundationEssentials

/// A complaint has another grade or category; the shorter limits apply from this moment.
package struct ComplaintRegraded: Message {
  package static let type = "complaint.regraded.v1"
  package var subject: String { self.complaint.text }

  package let complaint: ComplaintNumber
  package let grade: Grade
  package let previousGrade: Grade
  package let category: Category
  package let previousCategory: Category
  package let reason: RegradeReason
  /// The post of who has changed it; none where a rule has.
  package let post: String?
  /// The matter, where several customers complain about it.
  package let matter: MatterNumber?
  package let regradedAt: Date

  package init(
    complaint: ComplaintNumber, grade: Grade, previousGrade: Grade, category: Category, previousCategory: Category,
    reason: RegradeReason, post: String? = nil, matter: MatterNumber? = nil, regradedAt: Date
  ) {
    self.complaint = complaint
    self.grade = grade
    self.previousGrade = previousGrade
    self.category = category
    self.previousCategory = previousCategory
    self.reason = reason
    self.post = post
    self.matter = matter
    self.regradedAt = regradedAt
  }

  package static let samples = [
    ComplaintRegraded(
      complaint: Sample.complaint, grade: .hot, previousGrade: .general, category: .engineeringQuality,
      previousCategory: .engineeringQuality, reason: .hotMatter, post: "customer-service-manager",
      matter: MatterNumber(first: Sample.complaint), regradedAt: Sample.time),
    ComplaintRegraded(
      complaint: Sample.complaint, grade: .important, previousGrade: .general, category: .engineeringQuality,
      previousCategory: .other, reason: .verification, regradedAt: Sample.time),
  ]
}
