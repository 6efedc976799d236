import Testing

@testable import RedressTool

@Suite struct PersistenceTests {
  private let stuck = Finding(.outbox, "intake", "3 messages wait.", mark: "lane 1, message 7")

  @Test("What every look has seen is found, in the words of the last")
  func stays() {
    var persistence = Persistence()
    persistence.add([self.stuck])
    persistence.add([Finding(.outbox, "intake", "4 messages wait.", mark: "lane 1, message 7")])
    #expect(persistence.findings.map(\.found) == ["4 messages wait."])
  }

  @Test("What was gone once is under way, also when something like it is there again")
  func moves() {
    var persistence = Persistence()
    persistence.add([self.stuck])
    persistence.add([])
    persistence.add([self.stuck])
    #expect(persistence.findings == [])
  }

  @Test("The same subject with another mark is another finding")
  func otherMark() {
    var persistence = Persistence()
    persistence.add([self.stuck])
    persistence.add([Finding(.outbox, "intake", "3 messages wait.", mark: "lane 1, message 8")])
    #expect(persistence.findings == [])
  }
}
