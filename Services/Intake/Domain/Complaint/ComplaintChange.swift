package import Foundation
package import Messages

/// One entry of a complaint's history: who changed grade, category or kind, why, from what to what.
package struct ComplaintChange: Sendable, Equatable {
  package struct Standing: Sendable, Equatable {
    package let kind: ComplaintKind
    package let category: Category
    package let grade: Grade

    package init(kind: ComplaintKind, category: Category, grade: Grade) {
      self.kind = kind
      self.category = category
      self.grade = grade
    }
  }

  package let complaint: ComplaintNumber
  /// The version of the complaint that it made.
  package let version: Int64
  package let before: Standing
  package let after: Standing
  package let reason: RegradeReason
  /// In the author's words.
  package let remark: String?
  /// Nil where a rule has changed it.
  package let author: Author?
  package let changedAt: Date

  package init(
    complaint: ComplaintNumber, version: Int64, before: Standing, after: Standing, reason: RegradeReason,
    remark: String?, author: Author?, changedAt: Date
  ) {
    self.complaint = complaint
    self.version = version
    self.before = before
    self.after = after
    self.reason = reason
    self.remark = remark
    self.author = author
    self.changedAt = changedAt
  }
}

extension Complaint {
  package var standing: ComplaintChange.Standing {
    ComplaintChange.Standing(kind: self.kind, category: self.category, grade: self.grade)
  }

  /// Customer service, or a rule, gives the complaint another grade or category, at any time, with a reason.
  /// - Throws: when nothing would change.
  package mutating func regrade(
    grade: Grade?, category: Category?, reason: RegradeReason, remark: String?, author: Author?, now: Date
  ) throws(Rejected) -> (ComplaintChange, ComplaintRegraded) {
    let before = self.standing
    self.grade = grade ?? self.grade
    self.category = category ?? self.category
    guard self.standing != before else {
      throw Rejected("grade", .conflict, "The complaint has this grade and this category already.")
    }
    let change = self.change(from: before, reason: reason, remark: remark, author: author, now: now)
    return (
      change,
      ComplaintRegraded(
        complaint: self.number, grade: self.grade, previousGrade: before.grade, category: self.category,
        previousCategory: before.category, reason: reason, post: author?.post, matter: self.matter, regradedAt: now)
    )
  }

  /// The matter turns out to be of another kind; the number stays.
  /// - Throws: when it is of that kind already, or when one of the two is a report of misconduct, which has other readers
  ///
  package mutating func convert(
    to kind: ComplaintKind, remark: String?, author: Author?, now: Date
  ) throws(Rejected) -> (ComplaintChange, ComplaintConverted) {
    guard kind != .staffMisconduct else {
      throw Rejected(
        "kind", .notSupported, "A report of misconduct is handed in where only the leading group reads it (R-316).")
    }
    guard kind != self.kind else { throw Rejected("kind", .conflict, "The matter is of this kind already.") }
    let before = self.standing
    self.kind = kind
    let change = self.change(from: before, reason: .verification, remark: remark, author: author, now: now)
    return (
      change,
      ComplaintConverted(
        complaint: self.number, kind: kind, previousKind: before.kind, convertedAt: now,
        receivedAt: self.report.receivedAt, category: self.category, grade: self.grade, unit: self.report.unit,
        buildingPart: self.report.buildingPart)
    )
  }

  private mutating func change(
    from before: ComplaintChange.Standing, reason: RegradeReason, remark: String?, author: Author?, now: Date
  ) -> ComplaintChange {
    self.version += 1
    return ComplaintChange(
      complaint: self.number, version: self.version, before: before, after: self.standing, reason: reason,
      remark: remark, author: author, changedAt: now)
  }
}
