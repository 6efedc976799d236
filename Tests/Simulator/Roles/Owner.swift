import Foundation
import Messages

/// The owners of the homes: they sign for a repair, or say why not.
struct Owner: Sendable {
  let chance: Chance
  let pace: Pace

  func signature(after message: RepairAccepted, of known: KnownCase) -> Deed {
    let signs = known.reworks > 0 || !self.chance.happens(0.02, known.reference, "refused signature")
    return Deed(
      kind: .signature, subject: known.number.text,
      dueAt: self.pace.after(message.acceptedAt, days: self.chance.between(0.1, 1.5, known.reference, "signature")),
      means: .request(
        .post(
          .contractors, "/repair-orders/\(message.order)/signature",
          signs ? ["signed": true, "opinion": "同意"] : ["signed": false, "reason": "收尾不干净，墙面污损。"])))
  }
}
