import Messages
import Testing

/// What the rules of intake say about the complaint itself, as it comes from outside.
@Suite struct ComplaintRuleTests {
  /// A complaint as JSON; nil leaves a field out.
  private func complaint(_ changes: [String: String?] = [:]) -> [UInt8] {
    var fields: [String: String] = [
      "reference": #""PMS-1""#, "receivedAt": #""2023-01-03T09:30:00+08:00""#, "channel": #""hotline""#,
      "kind": #""repair-application""#, "customer": #"{"surname":"王","telephone":"13800138000"}"#,
      "unit": #"{"project":"CLX","building":"3","unit":"1201","location":"厨房"}"#, "buildingPart": #""plumbing""#,
      "content": #""漏水""#,
    ]
    for (name, value) in changes { fields[name] = value }
    return Array("{\(fields.map { "\"\($0)\":\($1)" }.joined(separator: ","))}".utf8)
  }

  @Test("R-025: surname, telephone and content are asked for; without times of access it is taken all the same")
  func whatIsRecorded() throws {
    let taken = try ComplaintReported.read(self.complaint())
    #expect(taken.accessTimes == nil)
    #expect(taken.unit.location == "厨房")
    let error = #expect(throws: Rejected.self) {
      try ComplaintReported.read(self.complaint(["customer": "{}", "content": nil]))
    }
    #expect(
      Set(try #require(error).faults.map(\.path)) == ["customer.surname", "customer.telephone", "content"])
  }

  @Test(
    "R-026, R-027: every door is recorded",
    arguments: [
      "hotline", "visit", "letter", "property-office", "sales", "online", "suggestion-box", "questionnaire", "forum",
      "inspection",
    ])
  func doors(_ channel: String) throws {
    #expect(try ComplaintReported.read(self.complaint(["channel": "\"\(channel)\""])).channel.rawValue == channel)
  }

  @Test("R-035: a customer may complain about the care service itself")
  func careService() throws {
    let complaint = try ComplaintReported.read(
      self.complaint(["categoryHint": #""customer-service""#, "buildingPart": #""other""#]))
    #expect(complaint.categoryHint == .customerService)
  }

  @Test("R-040: there are four grades, with names in both languages")
  func grades() {
    #expect(Set(Grade.known) == [.major, .important, .hot, .general])
    #expect(Grade.known.map(\.name.chinese).sorted() == ["一般", "热点", "重大", "重要"].sorted())
  }
}
