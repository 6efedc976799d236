import Foundation
import Messages
import Messaging
import Postgres

/// Keeps events as they came; one that is kept already stays as it is.
struct KeepEvents: PreparedStatement {
  static let sql = """
    INSERT INTO event (id, type, source, subject, version, happened, data)
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::timestamptz[], $7::jsonb[])
    ON CONFLICT DO NOTHING
    """
  let events: [(id: UUID, envelope: Envelope, happened: Date)]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.events.map(\.id))
    bindings.append(self.events.map(\.envelope.type))
    bindings.append(self.events.map(\.envelope.source))
    bindings.append(self.events.map { $0.envelope.subject ?? "" })
    bindings.append(self.events.map(\.envelope.aggregateVersion))
    bindings.append(self.events.map(\.happened))
    bindings.append(self.events.map { JSONB($0.envelope.data) })
  }
}

/// Takes the home out of the events of a complaint. What the figures are made of stays, so that the records can still
/// be made again.
struct AnonymiseEvents: PreparedStatement {
  static let sql = """
    UPDATE event SET data = jsonb_set(data #- '{unit,location}', '{unit,unit}', '""')
    WHERE subject = ANY($1) AND data #> '{unit,unit}' IS NOT NULL
    """
  let numbers: [ComplaintNumber]

  func bind(_ bindings: inout Bindings) { bindings.append(self.numbers.map(\.text)) }
}

/// An event of a case, for its timeline.
struct KeptEvent: Sendable, Codable {
  let type: String
  let source: String
  let version: Int64?
  let happened: Date
}

struct EventsOfCase: PreparedStatement {
  static let sql = """
    SELECT type, source, version, happened FROM event WHERE subject = $1 ORDER BY happened, source, version
    """
  let subject: String

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.subject)
  }

  static func decode(_ row: Row) throws(PostgresError) -> KeptEvent {
    var columns = row.columns()
    return KeptEvent(
      type: try columns.next(), source: try columns.next(), version: try columns.next(), happened: try columns.next())
  }
}
