import ContractorsDomain
import ContractorsService
import DurableMessaging
import Foundation
import Messages
import Postgres

struct ContractorsTables: ServiceTables {
  typealias Handler = ContractorsHandler

  private let prefix: @Sendable (Project, Date) -> String
  private(set) var projects: [ProjectCode: Project] = [:]
  private(set) var contractors: [ContractorCode: Contractor] = [:]
  private(set) var orders: [RepairOrderNumber: RepairOrder] = [:]
  private(set) var letters: [CommissionNumber: RepairOrderNumber] = [:]
  private(set) var lastSerials: [ProjectCode: Int] = [:]
  private(set) var reports: [SenderReference: CompletionReport] = [:]
  /// Orders and letters that the last transaction has written.
  private(set) var changed: [RepairOrder] = []
  private(set) var issued: [CommissionNumber] = []

  init(prefix: @escaping @Sendable (Project, Date) -> String) {
    self.prefix = prefix
  }

  func locks(for inputs: [Input<ContractorsAction>]) -> [String] {
    let keys = ContractorsKeys(inputs)
    let orders = self.wantedOrders(keys).map(\.number.text)
    return keys.awards ? ["register"] + orders : orders
  }

  func load(_ inputs: [Input<ContractorsAction>]) -> ContractorsState {
    let keys = ContractorsKeys(inputs)
    let desk =
      keys.awards
      ? CommissionDesk(
        register: ContractorRegister(self.register),
        series: self.projects.values.map {
          CommissionSeries(project: $0, lastSerial: self.lastSerials[$0.code] ?? 0)
        }, prefix: self.prefix)
      : CommissionDesk(register: ContractorRegister([]), series: [], prefix: self.prefix)
    return ContractorsState(
      readings: keys.readings,
      projects: self.projects.values.filter {
        keys.projects.contains($0.code) || keys.worksNumbers.contains($0.worksNumber)
      },
      orders: self.wantedOrders(keys),
      senders: self.contractors.values.filter { keys.senders.contains($0.brokerUser) },
      reports: keys.reportKeys.compactMap { self.reports[$0] }, desk: desk)
  }

  mutating func store(_ state: ContractorsState) throws(PostgresError) {
    try self.check(state)
    for project in state.newProjects { self.projects[project.code] = project }
    for (code, contractor) in state.listed { self.contractors[code] = contractor }
    for order in state.newOrders { self.orders[order.number] = order }
    for series in state.changedSeries { self.lastSerials[series.project.code] = series.lastSerial }
    for (order, commission) in state.newLetters { self.letters[commission.number] = order.number }
    let changed = state.changedOrders
    for order in changed { self.orders[order.number] = order }
    for (report, _) in state.newReports { self.reports[report.key] = report }
    let isChanged = Set(changed.map(\.number))
    self.changed = state.newOrders.filter { !isChanged.contains($0.number) } + changed
    self.issued = state.newLetters.map(\.commission.number)
  }

  private func wantedOrders(_ keys: ContractorsKeys) -> [RepairOrder] {
    var numbers = keys.orders + keys.commissions.compactMap { self.letters[$0] }
    if !keys.listedTrades.isEmpty {
      numbers += self.orders.values.filter { $0.state == .judged && keys.listedTrades.contains($0.trade) }.map(\.number)
    }
    return Set(numbers).compactMap { self.orders[$0] }
  }

  private var register: [ContractorRegister.Entry] {
    var inHand: [ContractorCode: Int] = [:]
    for order in self.orders.values where RepairOrder.openStates.contains(order.state) {
      if let commission = order.commission { inHand[commission.contractor, default: 0] += 1 }
    }
    return self.contractors.values.map {
      ContractorRegister.Entry(contractor: $0, openOrders: inHand[$0.code] ?? 0)
    }
  }

  private func check(_ state: ContractorsState) throws(PostgresError) {
    for project in state.newProjects where self.projects[project.code] != nil {
      throw .violated("project_pkey", .uniqueViolation)
    }
    for order in state.newOrders where self.orders[order.number] != nil {
      throw .violated("repair_order_pkey", .uniqueViolation)
    }
    for (_, commission) in state.newLetters where self.letters[commission.number] != nil {
      throw .violated("commission_pkey", .uniqueViolation)
    }
    for (report, _) in state.newReports where self.reports[report.key] != nil {
      throw .violated("completion_report_pkey", .uniqueViolation)
    }
    for order in state.changedOrders { try Self.check(order) }
  }

  private static func check(_ order: RepairOrder) throws(PostgresError) {
    guard order.state != .cancelled else { return }
    guard (order.survey == nil && order.liability == nil) == (order.state == .created) else {
      throw .violated("repair_order_survey_check")
    }
    let isElsewhere = order.liability.map { $0.repairBy != .contractor } ?? false
    if order.state == .closed, isElsewhere { return }
    switch order.state {
    case .created, .surveyed, .judged:
      guard order.commission == nil else { throw .violated("repair_order_commission_check") }
    case .builderNotified, .answered: break
    default: guard order.commission != nil else { throw .violated("repair_order_commission_check") }
    }
    let done: [RepairOrder.State] = [.workDone, .accepted, .signed, .closed]
    guard (order.completedAt != nil) == done.contains(order.state) else {
      throw .violated("repair_order_completed_check")
    }
    guard (order.acceptance != nil) == done.dropFirst().contains(order.state) else {
      throw .violated("repair_order_accepted_check")
    }
    guard (order.signature != nil) == done.dropFirst(2).contains(order.state) else {
      throw .violated("repair_order_signed_check")
    }
    guard order.state != .inWork || order.reworks > 0 else { throw .violated("repair_order_in_work_check") }
    guard order.round >= 1 else { throw .violated("repair_order_round_check") }
  }
}
