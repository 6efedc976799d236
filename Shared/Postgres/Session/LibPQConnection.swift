import CLibPQ
import Glibc

/// The connection of libpq, and the only place that holds it. Not sendable: it lives in the session's actor, on the
/// session's thread.
///
/// Non-blocking always, for libpq may otherwise dead-lock with the server in a large pipeline, both sides writing (manual,
/// "Pipeline Mode"; pgx #2025).
final class LibPQConnection {
  enum Progress: Equatable {
    case waitsToRead, waitsToWrite, connected, failed
  }

  private let connection: OpaquePointer
  private var progress = Progress.waitsToWrite

  /// Begins to connect; looks up the host's name and may block for that.
  init?(_ parameters: [(keyword: String, value: String)]) {
    let started = Self.withCStrings(parameters.map(\.keyword)) { keywords in
      Self.withCStrings(parameters.map(\.value)) { values in
        // 1: the "dbname" is a URL.
        PQconnectStartParams(keywords, values, 1)
      }
    }
    guard let started else { return nil }
    self.connection = started
    if PQstatus(started) == CONNECTION_BAD { self.progress = .failed }
    // With the SQLSTATE, which is the one part of a refusal that no server translates.
    PQsetErrorVerbosity(started, PQERRORS_VERBOSE)
    // Without a receiver libpq prints notices to stderr.
    PQsetNoticeReceiver(started, { _, _ in }, nil)
  }

  deinit {
    PQfinish(self.connection)
  }

  /// May change while connecting (several hosts), so it is asked for each time.
  var descriptor: Int32 { PQsocket(self.connection) }

  var isLost: Bool { PQstatus(self.connection) == CONNECTION_BAD }

  /// No transaction is open and nothing is under way.
  var isInNoTransaction: Bool { PQtransactionStatus(self.connection) == PQTRANS_IDLE }

  /// libpq's last words. They may hold values.
  var message: String { String(cString: PQerrorMessage(self.connection)) }

  /// The SQLSTATE with which the server refused to open a session; libpq keeps it in its text only.
  var refusalState: String? {
    // All states of refusals begin with a digit; without that, the word FATAL would be one.
    self.message.firstMatch(of: #/: +([0-9][0-9A-Z]{4}): /#).map { String($0.1) }
  }

  func continueConnecting() -> Progress {
    // Called too early, PQconnectPoll takes a socket that is still connecting for a connected one.
    guard self.progress != .failed, self.isReady else { return self.progress }
    self.progress =
      switch PQconnectPoll(self.connection) {
      case PGRES_POLLING_READING: .waitsToRead
      case PGRES_POLLING_WRITING: .waitsToWrite
      case PGRES_POLLING_OK where PQsetnonblocking(self.connection, 1) == 0 && self.enterPipelineMode(): .connected
      default: .failed
      }
    return self.progress
  }

  func enterPipelineMode() -> Bool { PQenterPipelineMode(self.connection) == 1 }

  func leavePipelineMode() -> Bool { PQexitPipelineMode(self.connection) == 1 }

  func prepare(_ name: String, _ sql: String, _ types: [PostgresType]) -> Bool {
    PQsendPrepare(self.connection, name, sql, Int32(types.count), types.map(\.rawValue)) == 1
  }

  func execute(_ name: String, _ bindings: Bindings) -> Bool {
    let lengths = bindings.ranges.map { Int32(clamping: $0?.count ?? 0) }
    let formats = [Int32](repeating: 1, count: lengths.count)
    return bindings.bytes.withUnsafeBytes { bytes in
      let values = bindings.ranges.map { range in
        range.flatMap { bytes.baseAddress?.advanced(by: $0.lowerBound).assumingMemoryBound(to: CChar.self) }
      }
      return PQsendQueryPrepared(self.connection, name, Int32(lengths.count), values, lengths, formats, 1) == 1
    }
  }

  /// Sends a statement without parameters or rows, unprepared.
  func control(_ sql: String) -> Bool {
    PQsendQueryParams(self.connection, sql, 0, nil, nil, nil, nil, 1) == 1
  }

  /// Sends any number of statements as one text; only outside pipeline mode.
  func script(_ sql: String) -> Bool { PQsendQuery(self.connection, sql) == 1 }

  func sync() -> Bool { PQpipelineSync(self.connection) == 1 }

  /// True while bytes are left to be written. An error of writing is reported by reading, which may still find the
  /// server's reason.
  func flush() -> Bool { PQflush(self.connection) == 1 }

  /// Reads what has come; false when the connection is gone.
  func receive() -> Bool { PQconsumeInput(self.connection) == 1 }

  /// The next answer, nil if it has not come yet. To be asked only while an answer is due.
  func nextAnswer() -> ServerAnswer? {
    guard PQisBusy(self.connection) == 0 else { return nil }
    guard let result = PQgetResult(self.connection) else { return .separator }
    defer { PQclear(result) }
    switch PQresultStatus(result) {
    case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: return .result(ResultTable(result))
    case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE: return .failure(ServerFailure(result))
    case PGRES_PIPELINE_ABORTED: return .aborted
    case PGRES_PIPELINE_SYNC: return .sync
    default: return .foreign
    }
  }

  private var isReady: Bool {
    let events = Int16(self.progress == .waitsToRead ? POLLIN : POLLOUT)
    var descriptor = pollfd(fd: self.descriptor, events: events, revents: 0)
    return poll(&descriptor, 1, 0) > 0
  }

  /// A NULL-terminated array of C strings, valid inside only.
  private static func withCStrings<R>(_ strings: [String], _ body: ([UnsafePointer<CChar>?]) -> R) -> R {
    let copies = strings.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    return body(copies.map { UnsafePointer($0) } + [nil])
  }
}
