import Foundation
import Messages
import TestSupport
import Testing

@testable import RedressTool

@Suite struct TextTests {
  @Test("A message is named by its service and its number there")
  func messageID() {
    #expect(MessageID(argument: "intake/17") == MessageID(.intake, 17))
    #expect(MessageID(argument: "intake/17")?.description == "intake/17")
    for text in ["17", "intake", "intake/", "intake/0", "intake/x", "outside/1", "intake/1/2", "INTAKE/1"] {
      #expect(MessageID(argument: text) == nil, "\(text)")
    }
  }

  @Test("What a sender writes can neither steer a terminal nor begin a new line")
  func terminal() {
    #expect(QuarantineText.safe("a\u{1B}[31mb\nc\u{202E}漏水") == "a\u{FFFD}[31mb\u{FFFD}c\u{FFFD}漏水")
    #expect(QuarantineText.safe(String(repeating: "x", count: 1000)).count == 200)
  }

  @Test("The verdict says how many findings there are and shows as many as are wanted")
  func report() {
    let findings = (1...3).map { Finding(.caseExists, "CLX-2023-00000\($0)", "Dispatch has no case for it.") }
    let report = Report(findings: findings, counts: Counts(complaints: 3), looks: 2, invariants: Invariant.all)
    let text = report.text(limit: 2)
    #expect(text.contains("case-exists 投诉均有案件"))
    #expect(text.contains("CLX-2023-000002"))
    #expect(!text.contains("CLX-2023-000003"))
    #expect(text.contains("and 1 more"))
    #expect(text.contains("3 findings over 3 complaints"))
    #expect(
      Report(findings: [findings[0]], counts: Counts(), looks: 1, invariants: Invariant.all).text(limit: 1)
        .contains("1 finding over"))
  }
}
