import Foundation
import Messages
import TestSupport

/// One case, as dispatch tells it.
struct CaseExample: Sendable {
  let complaint: ComplaintNumber

  init(_ serial: Int = 1, project: String = "CLX") throws {
    guard let project = ProjectCode(project) else { throw TestSupportError("no project code") }
    self.complaint = ComplaintNumber(project: project, year: 2023, serial: serial)
  }

  func handled(round: Int = 1, by handler: String? = "WX-01", at handledAt: Date = Date()) -> CaseHandled {
    CaseHandled(
      complaint: self.complaint, round: round, unit: .projectDepartment, handledAt: handledAt, handledBy: handler)
  }

  func closed(round: Int = 1, at closedAt: Date = Date()) -> CaseClosed {
    CaseClosed(complaint: self.complaint, round: round, outcome: .satisfied, closedAt: closedAt)
  }

  func path(_ kind: CallbackKind, round: Int = 1) -> String {
    "/callbacks/\(CallbackNumber(complaint: self.complaint, kind: kind, round: round))"
  }

  static func answer(_ quality: Int = 5, _ speed: Int = 4, _ staff: Int = 5, by caller: String = "chen.jie") -> String {
    #"{"quality": \#(quality), "speed": \#(speed), "staff": \#(staff), "remark": "谢谢，王女士", "by": "\#(caller)"}"#
  }

  static func time(_ text: String) throws -> Date {
    guard let time = RFC3339.date(from: text) else { throw TestSupportError("no time: \(text)") }
    return time
  }
}
