/// A subject of which something waits at a consumer: whatever else arrives for it has to wait behind.
package struct WaitingSubject: Sendable, Hashable {
  package let consumer: String
  package let subject: String

  package init(consumer: String, subject: String) {
    self.consumer = consumer
    self.subject = subject
  }
}
