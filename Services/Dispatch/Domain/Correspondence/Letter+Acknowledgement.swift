package import Foundation
package import Messages
import Presentation

extension Letter.Content {
  /// What is written to whoever has complained in writing: it has arrived, under this number, and when an answer
  /// follows is said by the unit.
  package static func acknowledgement(of complaint: ComplaintNumber, receivedAt: Date) -> Letter.Content {
    Letter.Content(
      subject: "关于您来信的收悉函（\(complaint.text)）",
      body: """
        您的来信已于\(LocalTime.day(receivedAt))收悉，并登记为\(complaint.text)号投诉。我们会尽快核实，由责任部门与您联系并答复处理方案。

        We have received your letter on \(LocalTime.day(receivedAt)) and registered it as complaint \(complaint.text). \
        The unit responsible will contact you with an answer and a plan.
        """,
      replyBy: nil, contact: "客户服务部 Customer service department")
  }
}
