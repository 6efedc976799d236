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

  /// What was found, and whom it could not be asked.
  struct Listing: Sendable {
    var messages: [Listed] = []
    var failures: [Failure] = []
  }

  private struct Page: Decodable {
    let messages: [Entry]
    let next: Int64?
  }

  private let clients: [Service: AdminClient]

  init(clients: [AdminClient]) {
    self.clients = Dictionary(clients.map { ($0.service, $0) }) { first, _ in first }
  }

  /// Everything in quarantine, by service and in order of arrival; all services are asked at once, and one that does not
  /// answer hides none of the others.
  func list() async -> Listing {
    let parts = await withTaskGroup(of: (Service, Result<[Listed], Failure>).self) { group in
      for client in self.clients.values { group.addTask { (client.service, await Self.list(client)) } }
      return await group.reduce(into: [Service: Result<[Listed], Failure>]()) { $0[$1.0] = $1.1 }
    }
    var listing = Listing()
    for service in Service.all {
      switch parts[service] {
      case .success(let messages)?: listing.messages += messages
      case .failure(let failure)?: listing.failures.append(failure)
      case nil: break
      }
    }
    return listing
  }

  private static func list(_ client: AdminClient) async -> Result<[Listed], Failure> {
    var entries: [Entry] = []
    var after: Int64?
    do throws(Failure) {
      repeat {
        let query = "/admin/quarantine?limit=500" + (after.map { "&after=\($0)" } ?? "")
        guard let page = try await client.get(query, as: Page.self) else {
          throw Failure(
            "\(client.service.rawValue) knows no quarantine.",
            advice: "Use the tool and the services of the same release.")
        }
        entries += page.messages
        after = page.next
      } while after != nil
    } catch {
      return .failure(error)
    }
    return .success(entries.map { Listed(id: MessageID(client.service, $0.id), entry: $0) })
  }

  func find(_ id: MessageID) async throws(Failure) -> Message? {
    try await self.client(id).get("/admin/quarantine/\(id.number)", as: Message.self)
  }

  func read(_ id: MessageID, by person: String, reason: String) async throws(Failure) -> Data? {
    try await self.client(id).post("/admin/quarantine/\(id.number)/read", ["by": person, "reason": reason])
  }

  /// - Returns: false when no such message is in quarantine.
  func replay(_ id: MessageID, by person: String, reason: String?) async throws(Failure) -> Bool {
    var fields = ["by": person]
    fields["reason"] = reason
    return try await self.client(id).post("/admin/quarantine/\(id.number)/replay", fields) != nil
  }

  /// - Returns: false when no such message is in quarantine.
  func discard(_ id: MessageID, by person: String, reason: String) async throws(Failure) -> Bool {
    try await self.client(id).post("/admin/quarantine/\(id.number)/discard", ["by": person, "reason": reason]) != nil
  }

  /// Waits until the service has handled a replayed message, however it ended; nil when it has not within `limit`.
  func outcome(of id: MessageID, within limit: Duration) async throws(Failure) -> Entry? {
    let end = ContinuousClock.now + limit
    while true {
      guard let message = try await self.find(id) else { return nil }
      if message.entry.state != "retrying" || message.entry.attempts > 0 { return message.entry }
      guard ContinuousClock.now < end else { return nil }
      // Nobody cancels a command's task: a signal ends the program.
      try? await Task.sleep(for: .milliseconds(100))
    }
  }

  private func client(_ id: MessageID) throws(Failure) -> AdminClient {
    guard let client = self.clients[id.service] else {
      throw Failure("\(id) belongs to a service that was left out.", advice: "Leave --service out, or name it.")
    }
    return client
  }
}
