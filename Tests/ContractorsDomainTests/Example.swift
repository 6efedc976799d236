import ContractorsDomain
import Foundation
import Messages

/// The case that the tests of this module are about.
enum Example {
  static let now = Date(timeIntervalSince1970: 1_672_709_400)  // Tuesday, 3 January 2023, 09:30 in Shanghai
  static let project = Project(code: ProjectCode("CLX")!, worksNumber: 1)
  static let otherProject = Project(code: ProjectCode("HSY")!, worksNumber: 2)
  static let complaint = ComplaintNumber(project: project.code, year: 2023, serial: 1)

  static func request(
    round: Int = 1, trade: Trade = .waterproofing, serial: Int = 1, project: Project = project,
    judgement: Judgement? = nil, repairBy: RepairParty? = nil
  ) -> RepairRequested {
    RepairRequested(
      complaint: ComplaintNumber(project: project.code, year: 2023, serial: serial), round: round,
      unit: UnitAddress(project: project.code, building: "3", unit: "1201", location: "卫生间吊顶"),
      buildingPart: .waterproofing, trade: trade, requestedAt: now, surveyDueAt: now.addingTimeInterval(172_800),
      judgement: judgement, repairBy: repairBy)
  }

  static func survey(_ judgement: Judgement = .developerGap, finding: String = "防水层开裂", by: String = "zhang.wei")
    -> Survey
  {
    Survey(judgement: judgement, finding: finding, by: by, surveyedAt: now)
  }

  static func contractor(
    _ code: String, _ trades: Set<Trade> = [.waterproofing], brokerUser: String? = nil
  ) -> Contractor {
    Contractor(
      code: ContractorCode(code)!, name: "\(code) 工程有限公司", trades: trades,
      brokerUser: brokerUser ?? "contractor-\(code.lowercased())")
  }

  static func register(_ contractors: [(String, openOrders: Int)]) -> ContractorRegister {
    ContractorRegister(contractors.map { .init(contractor: contractor($0.0), openOrders: $0.openOrders) })
  }

  static func desk(_ contractors: [(String, openOrders: Int)] = [("WX-01", 0)], lastSerial: Int = 0) -> CommissionDesk {
    CommissionDesk(
      register: register(contractors),
      series: [
        CommissionSeries(project: project, lastSerial: lastSerial),
        CommissionSeries(project: otherProject, lastSerial: 0),
      ],
      prefix: { _, _ in "COBZS" })
  }

  static func report(
    _ commission: CommissionNumber, reference: String = "WX-88", at completedAt: Date = now, report: String? = nil
  ) -> CompletionReport {
    CompletionReport(
      source: "/contractor-wx-01",
      content: RepairCompletionReported(
        reference: reference, commission: commission, completedAt: completedAt, report: report))
  }

  /// An order that was brought to a state on the main path.
  static func order(_ state: RepairOrder.State) throws -> RepairOrder {
    var order = RepairOrder(request())
    var desk = desk()
    let steps: [(RepairOrder.State, (inout RepairOrder) throws -> Void)] = [
      (.judged, { _ = try $0.survey(survey()) }),
      (.commissioned, { _ = desk.award(&$0, now: now) }),
      (.workDone, { try complete(&$0) }),
      (.accepted, { _ = try $0.accept(by: "zhang.wei", now: now) }),
      (.signed, { _ = try $0.sign(opinion: "修好了", now: now) }),
      (.inWork, { _ = $0.repeatWork(request(round: 2), now: now) }),
    ]
    if state == .closed {
      order = try Self.order(.signed)
      order.close(CaseClosed(complaint: complaint, round: 1, outcome: .satisfied, closedAt: now))
      return order
    }
    for (reached, step) in steps where order.state != state {
      try step(&order)
      precondition(order.state == reached, "The step leads to the state that stands beside it.")
    }
    return order
  }

  static func complete(_ order: inout RepairOrder) throws {
    guard let commission = order.commission else { return }
    var held: RepairOrder? = order
    _ = try report(commission.number).complete(&held, sender: commission.contractor, now: now)
    if let held { order = held }
  }
}
