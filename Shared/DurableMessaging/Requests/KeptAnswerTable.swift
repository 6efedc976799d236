import Postgres

/// The statements on `kept_answer`.
enum KeptAnswerTable {
  /// Whether nobody else is doing the request at this moment; nobody will until the transaction ends.
  struct Claim: PreparedStatement {
    static let sql = """
      SELECT pg_try_advisory_xact_lock(hashtextextended(current_schema() || chr(10) || $1 || chr(10) || $2, 0))
      """
    let key: RequestKey

    func bind(_ bindings: inout Bindings) {
      bindings.append(self.key.caller)
      bindings.append(self.key.key)
    }

    static func decode(_ row: Row) throws(PostgresError) -> Bool { try row.decode(0) }
  }

  /// What was answered. Sent after `Claim`, so that it sees what whoever held the key before has committed.
  struct Find: PreparedStatement {
    static let sql = """
      SELECT fingerprint, status, header_names, header_values, body FROM kept_answer WHERE caller = $1 AND key = $2
      """
    let key: RequestKey

    func bind(_ bindings: inout Bindings) {
      bindings.append(self.key.caller)
      bindings.append(self.key.key)
    }

    static func decode(_ row: Row) throws(PostgresError) -> (fingerprint: [UInt8], answer: KeptAnswer) {
      var columns = row.columns()
      let fingerprint: [UInt8] = try columns.next()
      let status = Int(try columns.next(Int16.self))
      let names: [String] = try columns.next()
      let values: [String] = try columns.next()
      return (
        fingerprint,
        KeptAnswer(
          status: status, headers: zip(names, values).map { KeptAnswer.Header(name: $0, value: $1) },
          body: try columns.next())
      )
    }
  }

  struct Insert: PreparedStatement {
    static let sql = """
      INSERT INTO kept_answer (caller, key, fingerprint, status, header_names, header_values, body)
      VALUES ($1, $2, $3, $4, $5, $6, $7)
      """
    let key: RequestKey
    let answer: KeptAnswer

    func bind(_ bindings: inout Bindings) {
      bindings.append(self.key.caller)
      bindings.append(self.key.key)
      bindings.append(self.key.fingerprint)
      bindings.append(Int16(clamping: self.answer.status))
      bindings.append(self.answer.headers.map(\.name))
      bindings.append(self.answer.headers.map(\.value))
      bindings.append(self.answer.body)
    }
  }

  /// Removes answers that nobody will ask for again.
  struct DeleteOld: PreparedStatement {
    static let sql = """
      DELETE FROM kept_answer WHERE ctid = ANY(ARRAY(
        SELECT ctid FROM kept_answer WHERE answered_at < now() - $1::bigint * interval '1 second'
        ORDER BY answered_at LIMIT $2::integer))
      """
    let age: Duration
    let limit: Int

    func bind(_ bindings: inout Bindings) {
      bindings.append(self.age.components.seconds)
      bindings.append(Int32(self.limit))
    }
  }
}
