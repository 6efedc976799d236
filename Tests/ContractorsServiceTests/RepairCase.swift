import Foundation
import Messages
import Messaging
import ServiceTestSupport
import TestSupport

/// One complaint that needs a repair, as the sibling services tell it.
struct RepairCase: Sendable {
  let complaint: ComplaintNumber
  let trade: Trade

  init(_ serial: Int = 1, trade: Trade = .waterproofing, project: String = "CLX") throws {
    guard let code = ProjectCode(project) else { throw TestSupportError("no project code: \(project)") }
    self.complaint = ComplaintNumber(project: code, year: 2023, serial: serial)
    self.trade = trade
  }

  var order: RepairOrderNumber { RepairOrderNumber(complaint: self.complaint, serial: 1) }

  var path: String { "/repair-orders/\(self.order)" }

  func requested(
    round: Int = 1, judgement: Judgement? = nil, repairBy: RepairParty? = nil
  ) -> RepairRequested {
    RepairRequested(
      complaint: self.complaint, round: round,
      unit: UnitAddress(project: self.complaint.project, building: "3", unit: "1201", location: "卫生间吊顶"),
      buildingPart: .waterproofing, trade: self.trade, requestedAt: Date(timeIntervalSince1970: 1_672_709_400),
      judgement: judgement, repairBy: repairBy)
  }

  func judged(_ judgement: Judgement, repairBy: RepairParty) -> CaseJudged {
    CaseJudged(
      complaint: self.complaint, judgement: judgement, repairBy: repairBy,
      judgedAt: Date(timeIntervalSince1970: 1_672_709_400))
  }

  func closed(round: Int) -> CaseClosed {
    CaseClosed(
      complaint: self.complaint, round: round, outcome: .satisfied,
      closedAt: Date(timeIntervalSince1970: 1_672_709_400))
  }

  static func completion(
    _ commission: CommissionNumber, reference: String, report: String? = nil, at completedAt: Date = Date()
  ) -> RepairCompletionReported {
    RepairCompletionReported(reference: reference, commission: commission, completedAt: completedAt, report: report)
  }
}
