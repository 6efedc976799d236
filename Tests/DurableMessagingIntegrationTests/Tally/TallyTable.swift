import Postgres

enum TallyTable {
  static let migration = Migration(
    name: "V0001__tally",
    sql: """
      CREATE TABLE tally (subject text PRIMARY KEY, total bigint NOT NULL);
      CREATE TABLE mark (
        position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, subject text NOT NULL, reference text NOT NULL,
        CONSTRAINT mark_reference_key UNIQUE (reference));
      CREATE TABLE gate (name text PRIMARY KEY);
      """.utf8)

  /// Makes the rows there, so that they can be locked: two who count a new subject at once must wait for each other too.
  struct Prepare: PreparedStatement {
    static let sql = """
      INSERT INTO tally (subject, total) SELECT subject, 0 FROM unnest($1::text[]) AS asked (subject)
      ORDER BY subject ON CONFLICT DO NOTHING
      """
    let subjects: [String]
    func bind(_ bindings: inout Bindings) { bindings.append(self.subjects) }
  }

  struct Load: PreparedStatement {
    static let sql = "SELECT subject, total FROM tally WHERE subject = ANY ($1::text[]) ORDER BY subject FOR UPDATE"
    let subjects: [String]
    func bind(_ bindings: inout Bindings) { bindings.append(self.subjects) }

    static func decode(_ row: Row) throws(PostgresError) -> (subject: String, total: Int) {
      var columns = row.columns()
      return (try columns.next(), try columns.next())
    }
  }

  struct LoadGates: PreparedStatement {
    static let sql = "SELECT name FROM gate"
    static func decode(_ row: Row) throws(PostgresError) -> String { try row.decode(0) }
  }

  struct Save: PreparedStatement {
    static let sql = """
      UPDATE tally SET total = saved.total FROM unnest($1::text[], $2::bigint[]) AS saved (subject, total)
      WHERE tally.subject = saved.subject
      """
    let totals: [String: Int]

    func bind(_ bindings: inout Bindings) {
      bindings.append(Array(self.totals.keys))
      bindings.append(Array(self.totals.values))
    }
  }

  struct SaveMarks: PreparedStatement {
    static let sql = """
      INSERT INTO mark (subject, reference) SELECT subject, reference
      FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS made (subject, reference, position) ORDER BY position
      """
    let marks: [(subject: String, reference: String)]

    func bind(_ bindings: inout Bindings) {
      bindings.append(self.marks.map(\.subject))
      bindings.append(self.marks.map(\.reference))
    }
  }

  /// Holds up everybody who wants to leave a mark.
  struct LockMarks: PreparedStatement {
    static let sql = "SELECT pg_advisory_xact_lock(1) FROM (SELECT 1) AS one"
  }
}
