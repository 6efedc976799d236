import Foundation
import Messages
import Messaging

/// Makes projects and contractors known before the first complaint comes.
struct Registrar: Sendable {
  /// So long a service may take to answer at all.
  private static let patience: TimeInterval = 60

  let client: ServiceClient

  func register(_ boroughs: [Borough], _ firms: [Firm]) async throws {
    for borough in boroughs {
      try await self.send(
        .put(
          .intake, "/projects/\(borough.project)",
          ["name": .text(borough.projectName), "worksNumber": .number(borough.worksNumber)]))
    }
    for firm in firms {
      try await self.send(
        .put(
          .contractors, "/contractors/\(firm.code)",
          [
            "name": .text(firm.name), "trades": .texts(firm.trades.map(\.rawValue).sorted()),
            "brokerUser": .text(firm.brokerUser),
          ]))
    }
  }

  private func send(_ form: FormRequest) async throws {
    let giveUpAt = Date() + Self.patience
    while true {
      switch await self.client.send(form) {
      case .done: return
      case .refused(let status, let words): throw SimulatorError("\(form.path) was refused: \(status) \(words)")
      case .unavailable(let words):
        guard Date() < giveUpAt else { throw SimulatorError("\(form.service) does not answer: \(words)") }
        try await SystemClock().sleep(until: Date() + 0.5)
      }
    }
  }
}
