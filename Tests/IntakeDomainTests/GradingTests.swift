import Foundation
import IntakeDomain
import Messages
import Testing

struct GradingTests {
  private let author = Author(account: "li.na", post: "customer-service-manager")

  @Test("R-046: a new grade is told and kept in the history with its reason; the same again is refused")
  func regrade() throws {
    var complaint = Report.complaint(1, Report.make())
    let (change, event) = try complaint.regrade(
      grade: .important, category: nil, reason: .lossOfUse, remark: "无水", author: self.author, now: Report.time)
    #expect(complaint.grade == .important && complaint.version == 2)
    #expect(event.previousGrade == .general && event.post == "customer-service-manager")
    #expect(change.before.grade == .general && change.after.grade == .important && change.version == 2)
    let text = String(decoding: try MessageCoding.encode(event), as: UTF8.self)
    #expect(!text.contains("无水") && !text.contains("li.na"))
    let error = #expect(throws: Rejected.self) {
      try complaint.regrade(
        grade: .important, category: .engineeringQuality, reason: .verification, remark: nil, author: self.author,
        now: Report.time)
    }
    #expect(error?.faults.map(\.code) == [.conflict])
  }

  @Test("R-031: a matter of another kind keeps its number, and what was reported stays as it was")
  func convert() throws {
    var complaint = Report.complaint(1, Report.make(kind: .enquiry))
    let (_, event) = try complaint.convert(to: .complaint, remark: nil, author: self.author, now: Report.time)
    #expect(event.complaint == complaint.number && event.previousKind == .enquiry)
    #expect(complaint.kind == .complaint && complaint.report.kind == .enquiry)
    #expect(throws: Rejected.self) {
      try complaint.convert(to: .complaint, remark: nil, author: self.author, now: Report.time)
    }
  }

  @Test("R-316: nothing becomes a report of misconduct behind the back of who reads those")
  func misconductIsNoConversion() {
    var complaint = Report.complaint(1, Report.make())
    #expect(throws: Rejected.self) {
      try complaint.convert(to: .staffMisconduct, remark: nil, author: self.author, now: Report.time)
    }
  }

  @Test("R-044: a joint complaint of three or more is hot from the start, of two it is not")
  func jointComplaint() {
    #expect(Triage().standing(of: Report.make(complainants: 3)).grade == .hot)
    #expect(Triage().standing(of: Report.make(complainants: 2)).grade == .general)
    #expect(Triage().standing(of: Report.make(gradeHint: .major, complainants: 3)).grade == .major)
  }

  @Test("R-042, R-043: of the rules that fit, the most severe grade counts; a milder hint does not lower it")
  func rules() {
    let rules = TriageRules(
      version: 1,
      rules: [
        TriageRule(name: "use", words: ["停水"], grade: .important),
        TriageRule(name: "danger", words: ["触电", "起火"], grade: .major),
        TriageRule(name: "structure", parts: [.mainStructure], words: ["裂"], grade: .major, category: .other),
        TriageRule(name: "wet", subparts: [.wetRoom], category: .planningDesign),
      ])
    let triage = Triage(rules: rules)
    #expect(triage.standing(of: Report.make(content: "停水两天")).grade == .important)
    #expect(triage.standing(of: Report.make(content: "停水，插座起火", gradeHint: .important)).grade == .major)
    #expect(triage.standing(of: Report.make(content: "墙面有裂缝")).grade == .general)
    #expect(triage.standing(of: Report.make(part: .mainStructure, content: "承重墙有裂缝")) == (.other, .major))
    #expect(triage.standing(of: Report.make(subpart: .wetRoom)).category == .planningDesign)
    #expect(triage.standing(of: Report.make()).grade == .general)
  }

  @Test("A preview says what would change, by numbers only")
  func preview() {
    let complaints = [
      Report.complaint(1, Report.make(content: "停水两天")), Report.complaint(2, Report.make(content: "漏水")),
    ]
    let proposed = TriageRules(
      version: 0,
      rules: [
        TriageRule(name: "use", words: ["停水"], grade: .important),
        TriageRule(name: "misspelled", words: ["停氺"], grade: .major),
      ])
    let preview = TriagePreview(proposed, instead: .none, over: complaints)
    #expect(preview.looked == 2 && preview.changed == 1)
    #expect(preview.samples.map(\.serial) == [1])
    #expect(preview.grades == [TriagePreview.Move(from: "general", to: "important"): 1])
    #expect(preview.hits == ["use": 1, "misspelled": 0])
  }

  @Test("A rule without a condition, without a consequence or with an unknown word is refused with every fault")
  func readingRules() throws {
    let json = try JSONValue(
      Array(
        """
        {"rules": [{"name": "a", "grade": "major"}, {"name": "a", "words": ["x"]},
          {"name": "b", "parts": ["roof-garden"], "grade": "huge"}]}
        """.utf8))
    let error = #expect(throws: Rejected.self) { try TriageRules.read(json) }
    let faults = Set((error?.faults ?? []).map { "\($0.path) \($0.code.rawValue)" })
    #expect(
      faults.isSuperset(of: [
        "rules[0].words missing", "rules[1].grade missing", "rules[2].parts[0] unknown-value",
        "rules[2].grade unknown-value",
      ]))
  }
}
