package import Foundation
package import Postgres

/// The statements on `inbox_member`. Its times are the database's, so that no instance's clock counts.
package enum InboxMemberTable {
  /// Gives a sign of life; returns all who have given one within `grace`, in an order that is the same for everybody.
  package struct Attend: PreparedStatement {
    package static let sql = """
      WITH attending AS (
        INSERT INTO inbox_member (instance, seen_at) VALUES ($1::uuid, clock_timestamp())
        ON CONFLICT (instance) DO UPDATE SET seen_at = excluded.seen_at
        RETURNING instance
      ),
      gone AS (
        -- Skipping what is locked: two instances that come back at the same time would wait for each other's rows.
        DELETE FROM inbox_member WHERE instance IN (
          SELECT instance FROM inbox_member
          WHERE instance <> $1::uuid AND seen_at < clock_timestamp() - make_interval(secs => $2::double precision)
          FOR UPDATE SKIP LOCKED
        )
        RETURNING instance
      )
      SELECT instance FROM inbox_member WHERE instance NOT IN (SELECT instance FROM gone)
      UNION SELECT instance FROM attending
      ORDER BY instance
      """
    let instance: UUID
    let grace: Duration

    package init(instance: UUID, grace: Duration) {
      self.instance = instance
      self.grace = grace
    }

    package func bind(_ bindings: inout Bindings) {
      bindings.append(self.instance)
      bindings.append(self.grace / .seconds(1))
    }

    package static func decode(_ row: Row) throws(PostgresError) -> UUID {
      var columns = row.columns()
      return try columns.next(UUID.self)
    }
  }

  package struct Leave: PreparedStatement {
    package static let sql = "DELETE FROM inbox_member WHERE instance = $1::uuid"
    let instance: UUID

    package init(instance: UUID) { self.instance = instance }

    package func bind(_ bindings: inout Bindings) { bindings.append(self.instance) }
  }
}
