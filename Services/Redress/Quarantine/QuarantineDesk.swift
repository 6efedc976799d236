import DurableMessaging
import Foundation
import Messages

/// The quarantines of all services as one.
struct QuarantineDesk: Sendable {
  typealias Entry = DurableMessaging.Quarantine.Entry
  typealias Message = DurableMessaging.Quarantine.Message

  struct Listed: Sendable {
    let id: MessageID
    let entry: Entry
  }

  private struct Page: Decodable {
    let messages: [Entry]
    let next: Int64?
  }

  private let clients: [Service: AdminClient]

  init(clients: [AdminClient]) {
    self.clients = Dictionary(clients.map { ($0.service, $0) }) { first, _ in first }
  }

  /// Everything in quarantine, by service and in order of arrival.
  func list() async throws -> [Listed] {
    try await withThrowingTaskGroup(of: [Listed].self) { group in
      for client in self.clients.values { group.addTask { try await Self.list(client) } }
      var listed: [Service: [Listed]] = [:]
      for try await part in group { if let first = part.first { listed[first.id.service] = part } }
      return Service.all.flatMap { listed[$0] ?? [] }
    }
  }

  private static func list(_ client: AdminClient) async throws -> [Listed] {
    var entries: [Entry] = []
    var after: Int64?
    repeat {
      let query = "admin/quarantine?limit=500" + (after.map { "&after=\($0)" } ?? "")
      guard let page = try await client.get(query, as: Page.self) else { break }
      entries += page.messages
      after = page.next
    } while after != nil
    return entries.map { Listed(id: MessageID(client.service, $0.id), entry: $0) }
  }

  func find(_ id: MessageID) async throws -> Message? {
    try await self.client(id).get("admin/quarantine/\(id.number)", as: Message.self)
  }

  func read(_ id: MessageID, by person: String, reason: String) async throws -> Data? {
    try await self.client(id).post("admin/quarantine/\(id.number)/read", ["by": person, "reason": reason])
  }

  /// - Returns: false when no such message is in quarantine.
  func replay(_ id: MessageID, by person: String, reason: String?) async throws -> Bool {
    var fields = ["by": person]
    fields["reason"] = reason
    return try await self.client(id).post("admin/quarantine/\(id.number)/replay", fields) != nil
  }

  /// - Returns: false when no such message is in quarantine.
  func discard(_ id: MessageID, by person: String, reason: String) async throws -> Bool {
    try await self.client(id).post("admin/quarantine/\(id.number)/discard", ["by": person, "reason": reason]) != nil
  }

  /// Waits until the service has handled a replayed message, however it ended; nil when it has not within `limit`.
  func outcome(of id: MessageID, within limit: Duration) async throws -> Entry? {
    let end = ContinuousClock.now + limit
    while true {
      guard let message = try await self.find(id) else { return nil }
      if message.entry.state != "retrying" || message.entry.attempts > 0 { return message.entry }
      guard ContinuousClock.now < end else { return nil }
      try await Task.sleep(for: .milliseconds(100))
    }
  }

  private func client(_ id: MessageID) throws(Failure) -> AdminClient {
    guard let client = self.clients[id.service] else {
      throw Failure("\(id) belongs to a service that was left out.", advice: "Leave --service out, or name it.")
    }
    return client
  }
}
