import Foundation
import Messages

/// The contractors' own systems: they report a commissioned job as finished, each under its broker user.
struct ContractorSystem: Sendable {
  let chance: Chance
  let pace: Pace
  let firms: [Firm]

  /// The job takes as many days as the record says.
  func completion(after message: RepairCommissioned, of known: KnownCase) throws -> Deed {
    try self.completion(
      of: known, by: message.contractor,
      at: self.pace.after(message.commissionedAt, days: max(0.2, known.recorded.daysToClose)))
  }

  func completion(after message: RepairReworkOrdered, of known: KnownCase) throws -> Deed {
    let days = self.chance.between(0.5, 4, known.reference, "rework \(known.reworks)")
    return try self.completion(
      of: known, by: message.contractor, at: self.pace.after(message.orderedAt, days: days))
  }

  private func completion(of known: KnownCase, by contractor: ContractorCode, at finishedAt: Date) throws -> Deed {
    guard let firm = self.firms.first(where: { $0.code == contractor }), let commission = known.commission else {
      throw SimulatorError("\(known.number) is with \(contractor), who is not listed here or has no commission")
    }
    let reference = "\(commission)#\(known.reworks + 1)"
    let report = RepairCompletionReported(
      reference: reference, commission: commission, completedAt: finishedAt, report: "已按要求修复，试用正常，现场已清理。")
    let event = CloudEvent(
      id: reference, source: "/\(firm.brokerUser)", type: RepairCompletionReported.type, time: finishedAt,
      data: try MessageCoding.encode(report))
    return Deed(
      kind: .completion, subject: known.number.text, dueAt: finishedAt,
      means: .message(event.binary(by: firm.brokerUser), by: firm.brokerUser))
  }
}
