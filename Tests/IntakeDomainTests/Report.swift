import Foundation
import IntakeDomain
import Messages
import WorkCalendar

/// Complaints for tests of the rules.
enum Report {
  /// 2023-01-03 (a Tuesday) 10:00 in Peking.
  static let time = RFC3339.date(from: "2023-01-03T10:00:00+08:00") ?? .distantPast

  static func make(
    _ reference: String = "a", receivedAt: Date = time, channel: Channel = .hotline, kind: ComplaintKind = .complaint,
    telephone: String = "13800138000", building: String = "3", unit: String = "1201", location: String? = nil,
    part: BuildingPart = .waterproofing, content: String = "卫生间吊顶漏水。", gradeHint: Grade? = nil,
    subpart: BuildingSubpart? = nil, complainants: Int? = nil, receipt: Receipt? = nil
  ) -> ComplaintReported {
    guard let project = ProjectCode("CLX") else { preconditionFailure("The test spells a project code wrongly.") }
    return ComplaintReported(
      reference: reference, receivedAt: receivedAt, channel: channel, kind: kind,
      customer: Customer(surname: "王", telephone: telephone),
      unit: UnitAddress(project: project, building: building, unit: unit, location: location), buildingPart: part,
      content: content, gradeHint: gradeHint, subpart: subpart, complainants: complainants, receipt: receipt)
  }

  static func complaint(_ serial: Int, _ report: ComplaintReported, grade: Grade = .general) -> Complaint {
    Complaint(
      number: ComplaintNumber(project: report.unit.project, year: 2023, serial: serial), source: "/pms", report: report,
      registeredAt: report.receivedAt, category: .engineeringQuality, grade: grade, isUnitKnown: true)
  }
}
