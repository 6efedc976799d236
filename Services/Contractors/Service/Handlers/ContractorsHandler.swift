package import ContractorsDomain
package import DurableMessaging
package import Foundation
package import Messages
import Messaging
package import Policy
package import Postgres
package import WorkCalendar

/// Takes every repair from its request to the owner's signature. What messages do stands here, what people do in
/// `ContractorsHandler+Actions.swift`, what is loaded in `ContractorsHandler+Loading.swift`.
package struct ContractorsHandler: MessageHandler {
  /// What commission numbers begin with.
  private let prefixes: AssignedRules<String>
  private let calendar: WorkCalendar

  /// - Parameter day: today, by the service's clock.
  /// - Throws: `notInForce` when no policy is.
  package init(policies: PolicyRegister, from day: CalendarDay, calendar: WorkCalendar) throws(PolicyError) {
    self.prefixes = try AssignedRules(policies, from: day) { policy in policy.commissionNumberPrefix }
    self.calendar = calendar
  }

  /// By the policy that the project, or its company, has on that day.
  package func prefix(_ project: Project, _ now: Date) -> String {
    self.prefixes.of(project.code, company: project.company, on: self.calendar.day(of: now))
  }

  package func handle(
    _ input: Input<ContractorsAction>, state: inout ContractorsState, now: Date, effects: inout Effects
  ) throws(HandlingFailure) -> ContractorsReply {
    switch input {
    case .message(let arrival, let envelope):
      try self.handle(arrival, envelope, state: &state, now: now, effects: &effects)
      return .nothing
    case .action(let action):
      do throws(Rejected) {
        return try self.perform(action, state: &state, now: now, effects: &effects)
      } catch {
        throw .rejected(error)
      }
    case .deadline:
      throw .rejected(Rejected("", .notSupported, "Contractors sets no deadlines."))
    }
  }

  package func store(_ state: ContractorsState, into pipeline: inout Pipeline) {
    if !state.newProjects.isEmpty { pipeline.add(InsertProjects(projects: state.newProjects)) }
    if !state.changedProjects.isEmpty { pipeline.add(WriteCompanies(projects: state.newestChanges)) }
    for contractor in state.listed.values.sorted(by: { $0.code.text < $1.code.text }) {
      pipeline.add(WriteContractor(contractor: contractor))
    }
    if !state.newOrders.isEmpty { pipeline.add(InsertOrders(orders: state.newOrders)) }
    // The letters before the orders that name them.
    if !state.newLetters.isEmpty {
      pipeline.add(WriteSeries(series: state.changedSeries))
      pipeline.add(InsertCommissions(letters: state.newLetters))
    }
    let changed = state.changedOrders
    if !changed.isEmpty { pipeline.add(UpdateOrders(orders: changed)) }
    if !state.newReports.isEmpty { pipeline.add(InsertReports(reports: state.newReports)) }
    if !state.anonymised.isEmpty { pipeline.add(Anonymise(orders: state.anonymised)) }
  }

  /// Tells a contractor's system what is wrong with its completion; the original waits in quarantine. Our own services
  /// are not answered.
  package func refuse(_ arrival: Arrival, faults: [Fault], now: Date, effects: inout Effects) {
    guard arrival.transport.exchange == Service.outside.exchange else { return }
    let envelope = try? arrival.envelope.get()
    effects.publish(
      RepairCompletionRejected(
        source: envelope?.source,
        reference: RepairCompletionReported.reference(in: envelope?.data ?? arrival.transport.body),
        messageID: arrival.name, faults: faults, rejectedAt: now),
      version: nil)
  }

  // MARK: - Messages

  private func handle(
    _ arrival: Arrival, _ envelope: Envelope, state: inout ContractorsState, now: Date, effects: inout Effects
  ) throws(HandlingFailure) {
    switch envelope.type {
    case ProjectRegistered.type:
      try self.register(try envelope.decode(), state: &state)
    case ProjectChanged.type:
      // Its registration comes before it on the same way; of one that was refused nothing is kept.
      state.changedProjects.append(try envelope.decode(ProjectChanged.self))
    case RepairRequested.type:
      try self.request(try envelope.decode(), state: &state, now: now, effects: &effects)
    case CaseJudged.type:
      try self.judge(try envelope.decode(), state: &state, now: now, effects: &effects)
    case CaseClosed.type:
      self.close(try envelope.decode(), state: &state)
    case CaseAnonymised.type:
      self.anonymise(try envelope.decode(), state: &state, effects: &effects)
    case RepairCompletionReported.type:
      do throws(Rejected) {
        try self.complete(arrival, state: &state, now: now, effects: &effects)
      } catch {
        throw .rejected(error)
      }
    default:
      throw .rejected(Rejected("type", .unknownType, "Contractors does not take messages of this type."))
    }
  }

  private func register(_ message: ProjectRegistered, state: inout ContractorsState) throws(HandlingFailure) {
    do throws(Rejected) {
      guard let project = try Project.register(message, beside: state.projects) else { return }
      state.add(project)
    } catch {
      throw .rejected(error)
    }
  }

  /// Round 1 opens an order; each later round sends its contractor back. An order that a contractor is to repair is
  /// awarded.
  private func request(
    _ message: RepairRequested, state: inout ContractorsState, now: Date, effects: inout Effects
  ) throws(HandlingFailure) {
    let number = RepairOrder.number(for: message.complaint)
    if state.orders[number] == nil {
      // Projects come from another exchange than requests, so one may be late.
      guard state.knowsProject(message.unit.project) else { throw .retry(reason: "project-unknown") }
      guard message.round == 1 else { throw .retry(reason: "order-unknown") }
      state.add(RepairOrder(message))
    }
    do throws(Rejected) {
      try self.change(number, &state, &effects) { order in order.repeatWork(message, now: now) }
      try self.award(number, &state, &effects, now)
    } catch {
      throw .rejected(error)
    }
  }

  /// the judgement says who repairs. A case without a repair has no order.
  private func judge(
    _ message: CaseJudged, state: inout ContractorsState, now: Date, effects: inout Effects
  ) throws(HandlingFailure) {
    let number = RepairOrder.number(for: message.complaint)
    guard state.orders[number] != nil else { return }
    do throws(Rejected) {
      try self.change(number, &state, &effects) { order in order.judge(Liability(message), now: now) }
      try self.award(number, &state, &effects, now)
    } catch {
      throw .rejected(error)
    }
  }

  /// A case without a repair has no order to close.
  private func close(_ message: CaseClosed, state: inout ContractorsState) {
    guard var order = state.orders[RepairOrder.number(for: message.complaint)] else { return }
    order.close(message)
    state.put(order)
  }

  /// The home and the words about it go. A case without a repair has none here.
  private func anonymise(_ message: CaseAnonymised, state: inout ContractorsState, effects: inout Effects) {
    guard let order = state.orders[RepairOrder.number(for: message.complaint)] else { return }
    state.anonymised.append(order.number)
    effects.record("repair.anonymised", of: message.complaint.text)
  }

  private func complete(
    _ arrival: Arrival, state: inout ContractorsState, now: Date, effects: inout Effects
  ) throws(Rejected) {
    guard let reading = try state.reading(arrival.key)?.get() else { return }
    let report = reading.report
    if let known = state.report(report.key), try report.isRepetition(of: known) { return }
    var order = state.order(holding: report.content.commission)
    let event = try report.complete(&order, sender: state.contractor(brokerUser: reading.sender), now: now)
    state.add(report, receivedAt: now)
    if let order {
      state.put(order)
      effects.publish(event, version: order.version)
    }
  }

  // MARK: - Changing orders

  /// Lets an order take a step, and publishes what the step says.
  @discardableResult
  func change<Event: Message>(
    _ number: RepairOrderNumber, _ state: inout ContractorsState, _ effects: inout Effects,
    _ step: (inout RepairOrder) throws(Rejected) -> Event?
  ) throws(Rejected) -> RepairOrder {
    guard var order = state.orders[number] else {
      throw Rejected("number", .notFound, "No repair order has this number.")
    }
    if let event = try step(&order) { effects.publish(event, version: order.version) }
    state.put(order)
    return order
  }
}
