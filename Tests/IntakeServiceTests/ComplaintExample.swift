import Foundation
import Messages
import ServiceTestSupport
import TestSupport

/// Complaints to hand in.
struct ComplaintExample {
  static let body = """
    {"reference": "WEB-1", "receivedAt": "2023-01-03T09:12:00+08:00", "channel": "online", "kind": "complaint",
     "customer": {"surname": "欧阳", "telephone": "13800138000"},
     "unit": {"project": "CLX", "building": "3", "unit": "1201", "location": "卫生间吊顶"},
     "buildingPart": "waterproofing", "content": "卫生间吊顶漏水。", "accessTimes": ["周六上午"]}
    """

  static func report(
    _ reference: String, project: String = "CLX", content: String = "卫生间吊顶漏水，仍在滴水。"
  ) throws -> ComplaintReported {
    guard let code = ProjectCode(project) else { throw TestSupportError("no project code: \(project)") }
    return ComplaintReported(
      reference: reference, receivedAt: Date(timeIntervalSince1970: 1_672_708_320), channel: .propertyOffice,
      kind: .complaint, customer: Customer(surname: "欧阳", telephone: "13800138000"),
      unit: UnitAddress(project: code, building: "3", unit: "1201", location: nil), buildingPart: .waterproofing,
      content: content)
  }

  static func registerProject(_ world: ServiceWorld) async throws {
    let answer = try await world.api.put("/projects/CLX", #"{"name": "翠林兰溪园", "worksNumber": 1}"#)
    guard answer.status == 201 else { throw TestSupportError("no project: \(answer.text)") }
  }
}
