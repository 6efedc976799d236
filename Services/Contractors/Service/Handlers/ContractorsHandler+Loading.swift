import ContractorsDomain
import DurableMessaging
import Foundation
import Messages
import Messaging
import Postgres

/// What the inputs of a batch are about.
extension ContractorsHandler {
  func load(
    _ inputs: [Input<ContractorsAction>], into pipeline: inout Pipeline
  ) -> @Sendable (PipelineResults) throws(PostgresError) -> ContractorsState {
    let wanted = Wanted(inputs)
    let awards = wanted.awards
    // Before any order is locked: a transaction that awards never waits for the register with an order in its hand.
    if awards { pipeline.add(LockRegister()) }
    let projects = pipeline.add(LoadProjects(codes: wanted.projects, worksNumbers: wanted.worksNumbers))
    let orders = pipeline.add(LockOrders(numbers: wanted.orders, commissions: wanted.commissions))
    let waiting = wanted.listedTrades.isEmpty ? nil : pipeline.add(LockWaitingOrders(trades: wanted.listedTrades))
    let senders = pipeline.add(ContractorsOfBrokerUsers(users: wanted.senders))
    // After the orders: a report that another batch has just taken is seen when its order is free.
    let reports = pipeline.add(KnownReports(keys: wanted.reportKeys))
    let series = awards ? pipeline.add(LoadSeries()) : nil
    let register = awards ? pipeline.add(ListContractors()) : nil
    let (readings, prefix) = (wanted.readings, self.commissionNumberPrefix)
    return { results throws(PostgresError) in
      let desk = CommissionDesk(
        register: ContractorRegister(try results.rows(register)), series: try results.rows(series), prefix: prefix)
      var state = ContractorsState(
        projects: try results.rows(projects), orders: try results.rows(orders) + results.rows(waiting),
        senders: try results.rows(senders), reports: try results.rows(reports), desk: desk)
      state.readings = readings
      return state
    }
  }
}

extension PipelineResults {
  /// Nothing for a statement that this batch did not need.
  fileprivate func rows<S: PreparedStatement>(_ ticket: PipelineTicket<S>?) throws(PostgresError) -> [S.Output] {
    guard let ticket else { return [] }
    return try self.rows(ticket)
  }
}

/// The keys that the inputs of a batch name. A message that cannot be read names none; `handle` says what is wrong.
private struct Wanted {
  private(set) var projects: [ProjectCode] = []
  private(set) var worksNumbers: [Int] = []
  private(set) var orders: [RepairOrderNumber] = []
  private(set) var commissions: [CommissionNumber] = []
  private(set) var senders: [String] = []
  private(set) var reportKeys: [CompletionReport.Key] = []
  private(set) var listedTrades: [Trade] = []
  private(set) var awards = false
  private(set) var readings: [UUID: Result<CompletionReader.Reading, Rejected>] = [:]

  init(_ inputs: [Input<ContractorsAction>]) {
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
    case CaseClosed.type:
      guard let message = try? envelope.decode(CaseClosed.self) else { return }
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
