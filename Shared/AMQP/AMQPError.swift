/// What went wrong between us and the broker.
///
/// `description` may be shown to anybody: it holds the code, the broker's number and names of our own exchanges and queues.
/// `debugDescription` adds the broker's text, the place and the cause; it is for the log.
package struct AMQPError: Error, Sendable {
  /// Open: a new code is not a breaking change.
  package struct Code: Sendable, Hashable, CustomStringConvertible {
    private enum Base: String {
      case linkLost, unroutable, notConfirmed, refused, preconditionFailed, notFound, locked, timeout, closed, cancelled
      case consumerCancelled, abandoned, handedOver, invalidConfiguration, invalidMessage, protocolViolation
    }
    private let base: Base
    private init(_ base: Base) { self.base = base }
    package var description: String { self.base.rawValue }

    /// The connection ended or never came up. What was in flight may or may not have arrived.
    package static let linkLost = Code(.linkLost)
    /// No queue is bound for the message: the broker gave it back.
    package static let unroutable = Code(.unroutable)
    /// The broker took the message and could not keep it (`basic.nack`).
    package static let notConfirmed = Code(.notConfirmed)
    /// This user may not do that, or may not log in (403, 530).
    package static let refused = Code(.refused)
    /// What is declared differs from what is there, or a property is not what the broker knows (406).
    package static let preconditionFailed = Code(.preconditionFailed)
    /// No such exchange or queue (404).
    package static let notFound = Code(.notFound)
    /// An exclusive queue belongs to another connection, perhaps our last one (405).
    package static let locked = Code(.locked)
    package static let timeout = Code(.timeout)
    /// The publisher or consumer is stopping, or has stopped.
    package static let closed = Code(.closed)
    /// The caller's task was cancelled. A message that had left may still arrive.
    package static let cancelled = Code(.cancelled)
    /// The queue was deleted under its consumer, or its node is gone (`basic.cancel`).
    package static let consumerCancelled = Code(.consumerCancelled)
    /// The handler gave a batch up.
    package static let abandoned = Code(.abandoned)
    /// The handler left the queue to the next consumer.
    package static let handedOver = Code(.handedOver)
    package static let invalidConfiguration = Code(.invalidConfiguration)
    /// A message that cannot be written in AMQP 0-9-1.
    package static let invalidMessage = Code(.invalidMessage)
    package static let protocolViolation = Code(.protocolViolation)
  }

  package let code: Code
  /// The broker's reply code, when it gave one.
  package let replyCode: UInt16?
  /// The broker's reply text; it may name users and routing keys, so it stays out of `description`.
  package let replyText: String?
  /// Our own words: which exchange, queue, address or limit. Never a payload, never a header's value.
  package let detail: String?
  package let underlying: (any Error)?
  package let file: String
  package let line: Int

  package init(
    _ code: Code, detail: String? = nil, replyCode: UInt16? = nil, replyText: String? = nil,
    underlying: (any Error)? = nil, file: String = #fileID, line: Int = #line
  ) {
    self.code = code
    self.detail = detail
    self.replyCode = replyCode
    self.replyText = replyText
    self.underlying = underlying
    self.file = file
    self.line = line
  }

  /// The same call may succeed later without anybody changing this program or its settings.
  package var isRetriable: Bool {
    switch self.code {
    case .refused, .preconditionFailed, .invalidConfiguration, .invalidMessage, .cancelled: false
    default: true
    }
  }
}

extension AMQPError: CustomStringConvertible, CustomDebugStringConvertible {
  package var description: String {
    let number = self.replyCode.map { " (\($0))" } ?? ""
    let detail = self.detail.map { ": \($0)" } ?? ""
    return "AMQPError: \(self.code)\(number)\(detail)"
  }

  package var debugDescription: String {
    var text = self.description
    if let replyText { text += "; broker: \(replyText)" }
    if let underlying { text += "; cause: \(String(reflecting: underlying))" }
    return text + " [\(self.file):\(self.line)]"
  }
}

extension AMQPError {
  static func invalidMessage(_ detail: String, file: String = #fileID, line: Int = #line) -> AMQPError {
    AMQPError(.invalidMessage, detail: detail, file: file, line: line)
  }

  static func protocolViolation(_ detail: String, file: String = #fileID, line: Int = #line) -> AMQPError {
    AMQPError(.protocolViolation, detail: detail, file: file, line: line)
  }

  /// What the broker's reply code means.
  init(replyCode: UInt16, replyText: String, detail: String? = nil, file: String = #fileID, line: Int = #line) {
    let code: Code =
      switch replyCode {
      case 312, 313: .unroutable
      case 403, 530: .refused
      case 404: .notFound
      case 405: .locked
      case 406: .preconditionFailed
      case 501...505: .protocolViolation
      default: .linkLost
      }
    self.init(code, detail: detail, replyCode: replyCode, replyText: replyText, file: file, line: line)
  }

  /// The error of one of the messages that were in flight when the broker closed the channel or the link was lost.
  ///
  /// A closed channel does not say which message it was closed for. The one that is alone is meant; so are those to the
  /// exchange that the reply names; every other one is innocent and may be sent again.
  func forMessage(to exchange: String, isAlone: Bool) -> AMQPError {
    let isMeant = isAlone || self.replyText?.contains("exchange '\(exchange)'") == true
    if self.isRetriable && self.code != .notFound || isMeant { return self }
    return AMQPError(
      .linkLost, detail: "the channel was closed for another message", underlying: self, file: self.file,
      line: self.line)
  }
}
