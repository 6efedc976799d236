package import ContractorsDomain
package import Foundation
package import Messages

/// What a batch of contractors knows and changes.
package struct ContractorsState: Sendable {
  /// What the completions of the batch say, read once.
  private let readings: [UUID: Result<CompletionReader.Reading, Rejected>]
  private(set) var projects: [Project]
  package private(set) var newProjects: [Project] = []
  var changedProjects: [ProjectChanged] = []

  private(set) var orders: [RepairOrderNumber: RepairOrder]
  package private(set) var newOrders: [RepairOrder] = []
  private var changed: Set<RepairOrderNumber> = []

  /// Who the senders of the batch's completions are, by broker user.
  private let senders: [ExactText: ContractorCode]
  private var reports: [SenderReference: CompletionReport]
  /// Orders in which nothing that tells of people is to be left.
  var anonymised: [RepairOrderNumber] = []
  package private(set) var newReports: [(report: CompletionReport, receivedAt: Date)] = []

  /// Empty unless the batch may award an order.
  var desk: CommissionDesk
  package private(set) var newLetters: [(order: RepairOrder, commission: Commission)] = []
  package private(set) var listed: [ContractorCode: Contractor] = [:]

  package init(
    readings: [UUID: Result<CompletionReader.Reading, Rejected>], projects: [Project], orders: [RepairOrder],
    senders: [Contractor], reports: [CompletionReport], desk: CommissionDesk
  ) {
    self.readings = readings
    self.projects = projects
    self.orders = Dictionary(orders.map { ($0.number, $0) }) { first, _ in first }
    self.senders = Dictionary(senders.map { (ExactText($0.brokerUser), $0.code) }) { first, _ in first }
    self.reports = Dictionary(reports.map { ($0.key, $0) }) { first, _ in first }
    self.desk = desk
  }

  // MARK: - Reading

  func knowsProject(_ code: ProjectCode) -> Bool { self.projects.contains { $0.code == code } }

  func reading(_ key: UUID) -> Result<CompletionReader.Reading, Rejected>? { self.readings[key] }

  func contractor(brokerUser user: String) -> ContractorCode? { self.senders[ExactText(user)] }

  func report(_ key: SenderReference) -> CompletionReport? { self.reports[key] }

  func order(holding commission: CommissionNumber) -> RepairOrder? {
    self.orders.values.first { $0.commission?.number == commission }
  }

  /// Judged orders, oldest number first: those that wait for a contractor.
  var waitingOrders: [RepairOrder] {
    self.orders.values.filter { $0.state == .judged }.sorted { $0.number.text < $1.number.text }
  }

  /// In the order of their numbers, as they were locked.
  package var changedOrders: [RepairOrder] {
    self.changed.compactMap { self.orders[$0] }.sorted { $0.number.text < $1.number.text }
  }

  /// The series that have moved on.
  package var changedSeries: [CommissionSeries] {
    Set(self.newLetters.map(\.order.address.project)).compactMap { self.desk.series[$0] }
  }

  // MARK: - Changing

  /// Of what a batch says of a project the newest, in the order of the codes.
  var newestChanges: [ProjectChanged] {
    Dictionary(grouping: self.changedProjects, by: \.project)
      .compactMap { $0.value.max { $0.changedAt < $1.changedAt } }
      .sorted { $0.project.text < $1.project.text }
  }

  mutating func add(_ project: Project) {
    self.projects.append(project)
    self.newProjects.append(project)
  }

  mutating func add(_ order: RepairOrder) {
    self.orders[order.number] = order
    self.newOrders.append(order)
  }

  mutating func put(_ order: RepairOrder) {
    guard let known = self.orders[order.number], known != order else { return }
    self.orders[order.number] = order
    self.changed.insert(order.number)
    if known.commission == nil, let commission = order.commission { self.newLetters.append((order, commission)) }
  }

  mutating func add(_ report: CompletionReport, receivedAt: Date) {
    self.reports[report.key] = report
    self.newReports.append((report, receivedAt))
  }

  /// - Returns: whether the contractor is new in the register.
  mutating func list(_ contractor: Contractor) throws(Rejected) -> Bool {
    let isNew = self.desk.register[contractor.code] == nil
    if try self.desk.list(contractor) { self.listed[contractor.code] = contractor }
    return isNew
  }
}
