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
  package var description: String { self.text(of: { "\($0)" }) }

  /// With all that the cause knows; for an operator's terminal, not for a log that others read.
  package var debugDescription: String { self.text(of: { String(reflecting: $0) }) }

  private func text(of error: (any Error) -> String) -> String {
    var sentences: [String] = []
    if let part {
      sentences.append("\(part) has failed: \(self.underlying.map(error) ?? "it ended by itself")")
    }
    if !self.cutOff.isEmpty {
      sentences.append("not stopped in time: \(self.cutOff.joined(separator: ", "))")
    }
    return sentences.joined(separator: "; ")
  }
}
