import AMQP
import Foundation
import Messaging

/// Does the deeds, and tries again where that makes sense. Nothing that fails is passed over in silence.
struct Performer: Sendable {
  /// A service that is away or behind may need so long; what is refused after it is refused for good.
  private static let patience: TimeInterval = 60

  let publishers: OutsidePublishers
  let client: ServiceClient
  let town: Town
  let tally: Tally
  let journal: Journal?

  func perform(_ deed: Deed) async {
    switch deed.means {
    case .message(let message, let user): await self.publish(message, by: user, deed)
    case .request(let form): await self.request(form, deed)
    }
  }

  private func publish(_ message: AMQPMessage, by user: String, _ deed: Deed) async {
    let giveUpAt = Date() + Self.patience
    if deed.kind == .complaint { self.journal?.note(.sent, deed.subject) }
    while true {
      do throws(AMQPError) {
        try await self.publishers.publish(message, by: user)
        if deed.kind == .complaint { self.journal?.note(.taken, deed.subject) }
        if deed.kind == .brokenMessage { self.journal?.note(.broken, deed.subject) }
        return await self.tally.did(deed.kind)
      } catch {
        guard error.isRetriable, Date() < giveUpAt else {
          return await self.tally.surprise("\(deed.kind.rawValue) of \(deed.subject): \(error.debugDescription)")
        }
        // The message may have arrived; the same one again does no harm, but the receiver will count it.
        if error.code == .linkLost { await self.tally.sentAgain() } else { await self.tally.triedAgain() }
        await self.pause(1)
      }
    }
  }

  private func request(_ form: FormRequest, _ deed: Deed) async {
    let giveUpAt = Date() + Self.patience
    var attempt = 0
    while true {
      if await self.town.isPointless(deed) { return await self.tally.wasOvertaken() }
      let problem: String
      switch await self.client.send(form) {
      case .done: return await self.tally.did(deed.kind)
      case .unavailable(let words): problem = words
      // The service has not heard yet what we have.
      case .refused(let status, let words) where [404, 409].contains(status): problem = "\(status) \(words)"
      case .refused(let status, let words): return await self.report(deed, "\(status) \(words)")
      }
      guard Date() < giveUpAt else { return await self.report(deed, problem) }
      attempt += 1
      await self.tally.triedAgain()
      await self.pause(min(2, 0.1 * Double(attempt)))
    }
  }

  private func report(_ deed: Deed, _ words: String) async {
    await self.tally.surprise("\(deed.kind.rawValue) of \(deed.subject) was refused: \(words)")
  }

  private func pause(_ seconds: TimeInterval) async {
    try? await SystemClock().sleep(until: Date() + seconds)
  }
}
