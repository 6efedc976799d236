package import FoundationEssentials

/// A contractor's system says that commissioned work is finished. Counts only from the contractor who holds the order.
package struct RepairCompletionReported: Message {
  package static let type = "repair.completion-reported.v1"
  package var subject: String { self.commission.text }

  /// The contractor's own number of this report.
  package let reference: String
  /// The commission letter under which the work was done.
  package let commission: CommissionNumber
  package let completedAt: Date
  /// What was done, up to 2,000 characters.
  package let report: String?

  package init(
    reference: String, commission: CommissionNumber, completedAt: Date, report: String? = nil
  ) {
    self.reference = reference
    self.commission = commission
    self.completedAt = completedAt
    self.report = report
  }

  package static let samples = [
    RepairCompletionReported(
      reference: "WX-88", commission: Sample.commission, completedAt: Sample.time, report: "重做防水层，闭水试验 48 小时无渗漏。"),
    RepairCompletionReported(
      reference: "WX-88", commission: Sample.commission, completedAt: Sample.time),
  ]
}
