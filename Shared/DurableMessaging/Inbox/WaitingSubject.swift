/// A subject of which something waits at a consumer: whatever else arrives for it has to wait behind.
struct WaitingSubject: Sendable, Hashable {
  let consumer: String
  let subject: String
}
