import Messages
import Postgres
import Testing

@testable import DurableMessaging

@Suite("How a batch is run that the database may refuse")
struct BatchIsolationTests {
  /// Runs all, with a database that refuses what holds one of these items, unless it is put aside.
  private func runs(of items: [Int], refusing refused: Set<Int>) -> [[Int]] {
    var isolation = BatchIsolation(items)
    var runs: [[Int]] = []
    while let run = isolation.next {
      runs.append(run.items)
      if run.fault != nil || refused.isDisjoint(with: run.items) {
        isolation.succeeded()
      } else {
        let goesOn = isolation.refused(PostgresError(.uniqueViolation))
        #expect(goesOn)
      }
    }
    return runs
  }

  @Test("What is not refused runs once")
  func good() {
    #expect(self.runs(of: [1, 2, 3], refusing: []) == [[1, 2, 3]])
  }

  @Test("What is refused is run one by one, in order, and the guilty item three times and then put aside")
  func oneByOne() {
    #expect(self.runs(of: [1, 2, 3], refusing: [2]) == [[1, 2, 3], [1], [2], [2], [2], [2], [3]])
  }

  @Test("A single item is tried three times too")
  func single() {
    #expect(self.runs(of: [7], refusing: [7]) == [[7], [7], [7], [7]])
  }

  @Test("An item that is put aside takes its fault along")
  func fault() {
    var isolation = BatchIsolation([7])
    for _ in 1...3 { _ = isolation.refused(PostgresError(.checkViolation, constraint: "a_check")) }
    #expect(isolation.next?.fault?.message.contains("a_check") == true)
  }

  @Test("What is nobody's fault, or is refused while it is put aside, is left to the caller")
  func notToBlame() {
    var isolation = BatchIsolation([7])
    let afterLoss = isolation.refused(PostgresError(.connectionLost))
    #expect(!afterLoss)
    for _ in 1...3 { _ = isolation.refused(PostgresError(.uniqueViolation)) }
    let putAside = isolation.refused(PostgresError(.uniqueViolation))
    #expect(!putAside)
  }
}
