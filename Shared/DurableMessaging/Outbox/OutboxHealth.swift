/// How the outbox is doing, for readiness.
package struct OutboxHealth: Sendable, Equatable {
  /// The lanes that this process has; the others are another instance's, or nobody's while the database is away.
  package var lanesHeld = 0
  /// The age of the oldest message that waits, as of at most five seconds ago; nil while the database is away.
  package var oldestSeconds: Double?
  /// Why the last message was not confirmed; nil once one is.
  package var lastFailure: String?
  /// The routing keys of messages that no queue took when they were last tried: a deployment error.
  package var unroutable: Set<String> = []
}
