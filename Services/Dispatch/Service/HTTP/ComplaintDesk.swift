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
    do {
      let answer = try await intake.send("GET", "/complaints/\(number)", headers: token)
      guard answer.status == 200 else {
        self.logger.notice("Intake shows nothing for a form.", metadata: ["status": "\(answer.status)"])
        return .unknown
      }
      let shown = try JSONDecoder().decode(Shown.self, from: answer.body)
      return CustomerPart(
        surname: shown.customer?.surname, telephone: shown.customer?.telephone,
        channel: shown.channel?.name.chinese, content: shown.content, accessTimes: shown.accessTimes ?? [])
    } catch {
      self.logger.warning("Intake cannot be asked for a form.", metadata: ["reason": "\(error)"])
      return .unknown
    }
  }

  /// The part of intake's answer that forms show; a newer intake may say more.
  private struct Shown: Decodable {
    struct Customer: Decodable {
      let surname: String?
      let telephone: String?
    }

    let customer: Customer?
    let channel: Channel?
    let content: String?
    let accessTimes: [String]?
  }
}
