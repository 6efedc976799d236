package import Postgres

/// The statements on `inbox_layout`.
package enum InboxLayoutTable {
  /// Makes a number of partitions the current one; every other that is known is to be drained.
  ///
  /// A consumer of whom nothing is written may come from a release that knew no partitions: its one queue is drained.
  package struct Adopt: PreparedStatement {
    package static let sql = """
      WITH wanted AS (SELECT $1::text AS consumer, $2::integer AS partitions),
      before AS (
        INSERT INTO inbox_layout (consumer, partitions, is_draining)
        SELECT consumer, 1, true FROM wanted
        WHERE partitions <> 1 AND NOT EXISTS (SELECT FROM inbox_layout AS known WHERE known.consumer = wanted.consumer)
        ON CONFLICT DO NOTHING
      ),
      retired AS (
        UPDATE inbox_layout AS known SET is_draining = true, since = now() FROM wanted
        WHERE known.consumer = wanted.consumer AND known.partitions <> wanted.partitions AND NOT known.is_draining
        RETURNING known.partitions
      )
      INSERT INTO inbox_layout AS known (consumer, partitions)
      -- Reading `retired` puts it before the insertion, which the index demands.
      SELECT consumer, partitions FROM wanted WHERE (SELECT count(*) FROM retired) >= 0
      ON CONFLICT (consumer, partitions) DO UPDATE SET is_draining = false, since = now() WHERE known.is_draining
      """
    let consumer: String
    let partitions: Int

    package init(_ layout: QueueLayout) {
      self.consumer = layout.consumer
      self.partitions = layout.partitions
    }

    package func bind(_ bindings: inout Bindings) {
      bindings.append(self.consumer)
      bindings.append(Int32(self.partitions))
    }
  }

  /// The numbers of partitions of a consumer that may still hold messages and are not the current one.
  package struct Draining: PreparedStatement {
    package static let sql = """
      SELECT partitions FROM inbox_layout WHERE consumer = $1::text AND is_draining ORDER BY since
      """
    let consumer: String

    package init(consumer: String) { self.consumer = consumer }

    package func bind(_ bindings: inout Bindings) { bindings.append(self.consumer) }

    package static func decode(_ row: Row) throws(PostgresError) -> Int {
      var columns = row.columns()
      return Int(try columns.next(Int32.self))
    }
  }

  /// Forgets a layout that is empty and gone from the broker.
  package struct Forget: PreparedStatement {
    package static let sql = """
      DELETE FROM inbox_layout WHERE consumer = $1::text AND partitions = $2::integer AND is_draining
      """
    let consumer: String
    let partitions: Int

    package init(_ layout: QueueLayout) {
      self.consumer = layout.consumer
      self.partitions = layout.partitions
    }

    package func bind(_ bindings: inout Bindings) {
      bindings.append(self.consumer)
      bindings.append(Int32(self.partitions))
    }
  }
}
