import ContractorsDomain
package import DurableMessaging
package import Foundation
package import Messages
import Messaging

/// The keys that the inputs of a batch name. A message that cannot be read names none; `handle` says what is wrong.
package struct ContractorsKeys: Sendable {
  package private(set) var projects: [ProjectCode] = []
  package private(set) var worksNumbers: [Int] = []
  package private(set) var orders: [RepairOrderNumber] = []
  package private(set) var commissions: [CommissionNumber] = []
  package private(set) var senders: [String] = []
  package private(set) var reportKeys: [SenderReference] = []
  package private(set) var listedTrades: [Trade] = []
  package private(set) var awards = false
  package private(set) var readings: [UUID: Result<CompletionReader.Reading, Rejected>] = [:]

  package init(_ inputs: [Input<ContractorsAction>]) {
    for input in inputs {
      switch input {
      case .message(let arrival, let envelope): self.note(arrival, envelope)
      case .action(let action):
        self.awards = self.awards || action.awards
        if let number = action.order { self.orders.append(number) }
        if case .list(let contractor) = action { self.listedTrades += contractor.trades }
      case .deadline: break
      }
    }
  }

  private mutating func note(_ arrival: Arrival, _ envelope: Envelope) {
    switch envelope.type {
    case ProjectRegistered.type:
      guard let message = try? envelope.decode(ProjectRegistered.self) else { return }
      self.projects.append(message.project)
      self.worksNumbers.append(message.worksNumber)
    case RepairRequested.type:
      guard let message = try? envelope.decode(RepairRequested.self) else { return }
      self.projects.append(message.unit.project)
      self.orders.append(RepairOrder.number(for: message.complaint))
      self.awards = self.awards || message.repairBy == .contractor || message.round > 1
    case CaseJudged.type:
      guard let message = try? envelope.decode(CaseJudged.self) else { return }
      self.orders.append(RepairOrder.number(for: message.complaint))
      self.awards = self.awards || message.repairBy == .contractor
    case CaseClosed.type:
      guard let message = try? envelope.decode(CaseClosed.self) else { return }
      self.orders.append(RepairOrder.number(for: message.complaint))
    case CaseAnonymised.type:
      guard let message = try? envelope.decode(CaseAnonymised.self) else { return }
      self.orders.append(RepairOrder.number(for: message.complaint))
    case RepairCompletionReported.type:
      let reading = CompletionReader.read(arrival, envelope)
      self.readings[arrival.key] = reading
      guard let read = try? reading.get() else { return }
      self.senders.append(read.sender)
      self.reportKeys.append(read.report.key)
      self.commissions.append(read.report.content.commission)
    default: break
    }
  }
}
