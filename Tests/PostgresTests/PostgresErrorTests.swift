import Testing

@testable import Postgres

@Suite("Postgres errors")
struct PostgresErrorTests {
  private let failure = ServerFailure(
    sqlState: "23505", constraint: "complaint_number_key", table: "complaint", routine: "_bt_check_unique",
    text: "Key (telephone)=(13800138000) already exists.")

  @Test("P11: the description names code and constraint and no value; the reflection tells all")
  func descriptions() {
    let error = PostgresError(failure, statementName: "InsertComplaint", stage: .statement)
    #expect("\(error)" == "PostgresError: uniqueViolation (complaint_number_key)")
    #expect(!error.description.contains("13800138000"))
    #expect(String(reflecting: error).contains("13800138000"))
    #expect(String(reflecting: error).contains("InsertComplaint"))
    #expect(error.table == "complaint")
  }

  @Test(
    "Each SQLSTATE has its code",
    arguments: [
      ("23505", PostgresError.Code.uniqueViolation), ("23503", .foreignKeyViolation), ("23514", .checkViolation),
      ("23502", .notNullViolation), ("40001", .serializationFailure), ("40P01", .deadlock),
      ("42501", .permissionDenied), ("57014", .timeout), ("55P03", .timeout), ("53300", .insufficientResources),
      ("08P01", .statement), ("26000", .stalePlan), ("0A000", .statement), ("22012", .statement),
    ])
  func codes(_ state: String, _ code: PostgresError.Code) {
    #expect(PostgresError.Code(ServerFailure(sqlState: state)) == code)
  }

  @Test("P4: 0A000 is a stale plan only if the plan's check raised it")
  func stalePlan() {
    #expect(PostgresError.Code(ServerFailure(sqlState: "0A000", routine: "RevalidateCachedQuery")) == .stalePlan)
    #expect(PostgresError.Code(ServerFailure(sqlState: "0A000", routine: "transformFrom")) == .statement)
  }

  @Test("An error after which the server closes the session is a lost connection")
  func fatal() {
    let error = PostgresError(ServerFailure(isFatal: true, sqlState: "57P01"), statementName: nil, stage: .statement)
    #expect(error.isConnectionLoss && error.isRetriable)
    #expect("\(error)" == "PostgresError: connectionLost (57P01)")
  }

  @Test("What lies in the statement is not retriable, what lies in the circumstances is")
  func retriable() {
    let retriable: [PostgresError.Code] = [
      .connectionLost, .connectionRefused, .timeout, .serializationFailure, .deadlock, .poolClosed, .acquireTimeout,
      .stalePlan, .cancelled,
    ]
    let final: [PostgresError.Code] = [.uniqueViolation, .checkViolation, .permissionDenied, .statement, .decoding]
    #expect(retriable.allSatisfy { PostgresError($0).isRetriable })
    #expect(!final.contains { PostgresError($0).isRetriable })
  }
}
