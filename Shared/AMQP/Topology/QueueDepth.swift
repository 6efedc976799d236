/// What a queue holds at one moment.
package struct QueueDepth: Sendable, Hashable {
  /// Messages that wait; not those that a consumer has and has not settled.
  package let ready: Int
  /// Who is given messages: with a single active consumer 1, however many wait behind it.
  package let consumers: Int
}
