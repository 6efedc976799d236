import DispatchDomain
import Foundation
import Hummingbird
import Logging
import Messages
import PlainHTTP

/// Asks intake for what only it knows of a complaint, for whoever is waiting for a form.
struct ComplaintDesk: Sendable {
  /// Nil where nobody has said where intake is: forms are printed with room to write by hand.
  let intake: PlainHTTP?
  let logger: Logger

  /// What intake shows to this reader; nothing where it cannot be asked or refuses.
  func customer(of number: ComplaintNumber, for request: Request) async -> CustomerPart {
    guard let intake else { return .unknown }
    let token = request.headers[.authorization].map { ["Authorization": $0] } ?? [:]
    async let files = self.ask(intake, "/complaints/\(number)/evidence", Evidence.self, token)
    guard let shown = await self.ask(intake, "/complaints/\(number)", Shown.self, token) else { return .unknown }
    return CustomerPart(
      surname: shown.customer?.surname, telephone: shown.customer?.telephone, channel: shown.channel,
      content: shown.content, accessTimes: shown.accessTimes ?? [], receivedBy: shown.receipt?.unit ?? .customerService,
      registeredAt: shown.registeredAt.flatMap { RFC3339.date(from: $0) },
      evidence: await files?.evidence.map { $0.name ?? $0.type } ?? [])
  }

  private func ask<Answer: Decodable>(
    _ intake: PlainHTTP, _ path: String, _: Answer.Type, _ headers: [String: String]
  ) async -> Answer? {
    do {
      let answer = try await intake.send("GET", path, headers: headers)
      guard answer.status == 200 else {
        self.logger.notice("Intake shows nothing for a form.", metadata: ["status": "\(answer.status)"])
        return nil
      }
      return try JSONDecoder().decode(Answer.self, from: answer.body)
    } catch {
      self.logger.warning("Intake cannot be asked for a form.", metadata: ["reason": "\(error)"])
      return nil
    }
  }

  /// The part of intake's answer that forms show; a newer intake may say more.
  private struct Shown: Decodable {
    struct Customer: Decodable {
      let surname: String?
      let telephone: String?
    }

    struct Receipt: Decodable {
      let unit: ResponsibleUnit?
    }

    let customer: Customer?
    let channel: Channel?
    let content: String?
    let accessTimes: [String]?
    let receipt: Receipt?
    let registeredAt: String?
  }

  private struct Evidence: Decodable {
    struct File: Decodable {
      let name: String?
      let type: String
    }

    let evidence: [File]
  }
}
