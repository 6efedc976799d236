package import FoundationEssentials

/// Somebody was on the spot and judged who answers for the defect.
package struct RepairSurveyed: Message {
  package static let type = "repair.surveyed.v1"
  package var subject: String { self.complaint.text }

  package let complaint: ComplaintNumber
  package let order: RepairOrderNumber
  package let judgement: Judgement
  package let surveyedAt: Date

  package init(
    complaint: ComplaintNumber, order: RepairOrderNumber, judgement: Judgement, surveyedAt: Date
  ) {
    self.complaint = complaint
    self.order = order
    self.judgement = judgement
    self.surveyedAt = surveyedAt
  }

  package static let samples = [
    RepairSurveyed(
      complaint: Sample.complaint, order: Sample.order, judgement: .developerGap, surveyedAt: Sample.time)
  ]
}
