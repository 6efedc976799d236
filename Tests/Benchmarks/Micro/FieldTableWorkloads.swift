import AMQP
import CRabbitMQ

/// The headers of an event on their way to librabbitmq's memory and back.
enum FieldTableWorkloads {
  static var all: [(name: String, run: (Int) throws -> Int)] {
    [("fieldtable.write", self.write), ("fieldtable.read", self.read)]
  }

  private static let table: FieldTable = [
    "cloudEvents_specversion": "1.0", "cloudEvents_id": "0192d6a5-7c11-7a33-9e5e-2f8d3f7b1a01",
    "cloudEvents_source": "/intake", "cloudEvents_type": "complaint.registered.v1",
    "cloudEvents_subject": "CLX-2023-000001", "cloudEvents_time": "2023-01-03T01:12:00.000000Z",
    "cloudEvents_aggregateversion": .int64(1), "cloudEvents_correlationid": "PMS-000123",
    "cloudEvents_causationid": "PMS-000123",
    "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
  ]

  private static func write(times: Int) throws -> Int {
    let arena = WireArena()
    var total = 0
    for _ in 0..<times {
      total += try arena.scoped { (arena) throws(AMQPError) in Int(try arena.table(self.table).num_entries) }
    }
    return total
  }

  private static func read(times: Int) throws -> Int {
    try WireArena().scoped { (arena) throws(AMQPError) in
      let wire = try arena.table(self.table)
      return (0..<times).reduce(0) { total, _ in total + FieldTable(wire).entries.count }
    }
  }
}
