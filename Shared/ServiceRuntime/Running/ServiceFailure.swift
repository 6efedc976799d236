import AMQP
import Postgres

/// Why a service did not run to its regular end.
package struct ServiceFailure: Error {
  /// The part that could not start, or that ended while it should have run; nil when only stopping went wrong.
  package let part: String?
  /// What the part said.
  package let underlying: (any Error)?
  /// The parts that did not stop in time: their work comes again.
  package let cutOff: [String]

  init(_ ending: Lifecycle.Ending) {
    self.part = ending.failure?.part
    self.underlying = ending.failure?.error
    self.cutOff = ending.cutOff
  }
}

extension ServiceFailure: CustomStringConvertible, CustomDebugStringConvertible {
  /// For the operator who has to mend it: names hosts, users and migrations, never a password or a row.
  package var description: String { self.text(of: Self.reason) }

  package var debugDescription: String { self.text { String(reflecting: $0) } }

  private func text(of reason: (any Error) -> String) -> String {
    var sentences: [String] = []
    if let part {
      sentences.append("the service cannot run, \(part): \(self.underlying.map(reason) ?? "has ended by itself")")
    }
    if !self.cutOff.isEmpty {
      sentences.append("not stopped in time, its work comes again: \(self.cutOff.joined(separator: ", "))")
    }
    return sentences.joined(separator: "; ")
  }

  private static func reason(_ error: any Error) -> String {
    // Of a session that was refused, and of a migration, the text says no more than what the operator has configured.
    if let error = error as? PostgresError, error.stage == .connect || error.code == .migration,
      let detail = error.detail?.split(separator: "\n").first
    {
      return "\(error): \(detail)"
    }
    if let error = error as? AMQPError, let text = error.replyText { return "\(error): \(text)" }
    return "\(error)"
  }
}
