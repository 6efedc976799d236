import Foundation
import IntakeDomain
import Messages

struct HistoryView: Codable {
  let changes: [ChangeView]
  let links: [ComplaintNumber]
  let acknowledgements: [AcknowledgementView]
}

struct ChangeView: Codable {
  struct Standing: Codable {
    let kind: ComplaintKind
    let category: Messages.Category
    let grade: Grade

    init(_ standing: ComplaintChange.Standing) {
      self.kind = standing.kind
      self.category = standing.category
      self.grade = standing.grade
    }
  }

  let version: Int64
  let changedAt: Date
  let before: Standing
  let after: Standing
  let reason: RegradeReason
  let remark: String?
  /// Left out where a rule has changed it.
  let by: String?
  let post: String?

  init(_ change: ComplaintChange) {
    self.version = change.version
    self.changedAt = change.changedAt
    self.before = Standing(change.before)
    self.after = Standing(change.after)
    self.reason = change.reason
    self.remark = change.remark
    self.by = change.author?.account
    self.post = change.author?.post
  }
}

struct AcknowledgementView: Codable {
  let means: Acknowledgement.Means
  let reached: Bool
  let remark: String?
  let by: String
  let triedAt: Date

  init(_ acknowledgement: Acknowledgement) {
    self.means = acknowledgement.means
    self.reached = acknowledgement.isReached
    self.remark = acknowledgement.remark
    self.by = acknowledgement.author.account
    self.triedAt = acknowledgement.triedAt
  }
}

struct SimilarList: Codable {
  let complaints: [SimilarView]
}

/// Enough to recognise the same complaint: whoever takes one down may see when the other came, not who said it.
struct SimilarView: Codable {
  let number: ComplaintNumber
  let receivedAt: Date
  let channel: Channel
  let kind: ComplaintKind
  let grade: Grade
  /// From 0 to 1, in hundredths.
  let similarity: Double

  init(_ found: (complaint: Complaint, similarity: Double)) {
    self.number = found.complaint.number
    self.receivedAt = found.complaint.report.receivedAt
    self.channel = found.complaint.report.channel
    self.kind = found.complaint.kind
    self.grade = found.complaint.grade
    self.similarity = (found.similarity * 100).rounded() / 100
  }
}

struct MatterList: Codable {
  let matters: [MatterView]
}

struct MatterView: Codable {
  let number: MatterNumber
  let buildingPart: BuildingPart
  let building: String
  /// When three different people had complained.
  let groupAt: Date
  /// When more than three had.
  let hotAt: Date?

  init(_ matter: Matter) {
    self.number = matter.number
    self.buildingPart = matter.buildingPart
    self.building = matter.building
    self.groupAt = matter.groupAt
    self.hotAt = matter.hotAt
  }
}
