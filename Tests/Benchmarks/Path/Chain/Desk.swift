import Messages
import NIOConcurrencyHelpers

/// Fills in the forms of one service, several at the same time, each over a connection that stays open.
final class Desk: Sendable {
  private static let seats = 8

  private let connections: [HTTPConnection]
  private let inboxes: [AsyncStream<Form>.Continuation]
  private let streams: [AsyncStream<Form>]
  private let next = NIOLockedValueBox(0)
  private let repeated = NIOLockedValueBox(0)

  init(port: UInt16) throws {
    let pairs = (0..<Self.seats).map { _ in AsyncStream.makeStream(of: Form.self) }
    self.connections = try pairs.map { _ in try HTTPConnection(port: port) }
    self.streams = pairs.map(\.stream)
    self.inboxes = pairs.map(\.continuation)
  }

  /// How often a form had to be filled in once more.
  var repetitions: Int { self.repeated.withLockedValue { $0 } }

  func fillIn(_ form: Form) {
    let seat = self.next.withLockedValue { next in
      next = (next + 1) % Self.seats
      return next
    }
    self.inboxes[seat].yield(form)
  }

  /// Works until `close`.
  func run() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for seat in 0..<Self.seats {
        group.addTask { try await self.work(seat) }
      }
      do {
        for try await _ in group {}
      } catch {
        self.close()
        throw error
      }
    }
    for connection in self.connections { await connection.close() }
  }

  func close() {
    for inbox in self.inboxes { inbox.finish() }
  }

  private func work(_ seat: Int) async throws {
    for await var form in self.streams[seat] {
      let status = await self.connections[seat].send("POST", form.path, form.body)
      if let status, (200..<300).contains(status) { continue }
      guard [nil, 404, 409, 503].contains(status), form.attempts < 2_000 else {
        throw BenchmarkError("\(form.service.rawValue) answers \(form.path) with \(status ?? 0).")
      }
      form.attempts += 1
      self.repeated.withLockedValue { $0 += 1 }
      try await Task.sleep(for: .milliseconds(2))
      self.inboxes[seat].yield(form)
    }
  }
}
