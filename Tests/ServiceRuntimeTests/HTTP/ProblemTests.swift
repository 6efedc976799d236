import DurableMessaging
import Hummingbird
import Messages
import Postgres
import Testing

@testable import ServiceRuntime

@Suite struct ProblemTests {
  @Test(
    arguments: [
      ([Fault.Code.notFound], 404), ([.conflict], 409), ([.wrongState], 409), ([.wrongState, .notFound], 409),
      ([.missing], 422), ([.missing, .conflict], 422), ([.unknownProject], 422), ([.notJSON], 400), ([.notUTF8], 400),
      ([.tooLarge], 413), ([.contentType], 415), ([.notSupported], 422), ([], 422),
    ])
  func theStatusFollowsTheFaults(codes: [Fault.Code], status: Int) {
    let rejected = Rejected(codes.map { Fault("field", $0, "Something is wrong.") })
    let problem = Problem(rejected: rejected)
    #expect(problem.status.code == status)
    #expect(problem.faults == rejected.faults)
  }

  @Test func aLostDatabaseIsAnsweredWithLater() {
    for code in [PostgresError.Code.connectionLost, .acquireTimeout, .serializationFailure] {
      let problem = AnsweringMiddleware.problem(of: PostgresError(code, detail: "Key (telephone)=(13800000000)"))
      #expect(problem.status == .serviceUnavailable)
      #expect(problem.retryAfter == 5)
      #expect(!"\(problem)".contains("13800000000"))
    }
  }

  @Test func whatWeDidNotExpectIsAnsweredWithoutDetail() {
    let errors: [any Error] = [
      PostgresError(.statement, sqlState: "42703", detail: "column telephone"), Unexpected(secret: "13800000000"),
      HTTPError(.internalServerError, message: "13800000000"),
    ]
    for error in errors { #expect(AnsweringMiddleware.problem(of: error) == .internalError) }
  }

  @Test func anInputThatComesTooEarlyMayComeAgain() {
    let problem = AnsweringMiddleware.problem(of: HandlingFailure.retry(reason: "project-unknown"))
    #expect(problem.status == .serviceUnavailable)
    #expect(problem.detail?.contains("project-unknown") == true)
  }

  @Test func aRejectionKeepsAllItsFaults() {
    let rejected = Rejected([Fault("a", .missing, "a is missing."), Fault("b", .missing, "b is missing.")])
    #expect(AnsweringMiddleware.problem(of: rejected) == Problem(rejected: rejected))
    #expect(AnsweringMiddleware.problem(of: HandlingFailure.rejected(rejected)) == Problem(rejected: rejected))
  }

  private struct Unexpected: Error {
    let secret: String
  }
}
