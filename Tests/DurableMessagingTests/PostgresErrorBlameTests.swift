import Postgres
import Testing

@testable import DurableMessaging

@Suite("Who is to blame for a database error")
struct PostgresErrorBlameTests {
  @Test(
    "What an input made us write",
    arguments: [
      PostgresError.Code.uniqueViolation, .foreignKeyViolation, .checkViolation, .notNullViolation, .tooLarge,
    ])
  func input(_ code: PostgresError.Code) {
    #expect(PostgresError(code).blamesInput)
  }

  @Test(
    "The circumstances or the deployment",
    arguments: [
      PostgresError.Code.connectionLost, .connectionRefused, .timeout, .deadlock, .serializationFailure,
      .permissionDenied, .insufficientResources, .poolClosed, .cancelled,
    ])
  func circumstances(_ code: PostgresError.Code) {
    #expect(!PostgresError(code).blamesInput)
  }

  @Test(
    "Data that a column cannot hold is the input's, an unknown table is not", arguments: ["22021", "22P05", "54000"])
  func statements(_ state: String) {
    #expect(PostgresError(.statement, sqlState: state).blamesInput)
    #expect(!PostgresError(.statement, sqlState: "42P01").blamesInput)
    #expect(!PostgresError(.statement).blamesInput)
  }
}
