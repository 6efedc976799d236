import CallbackDomain
import ContractorsDomain
import DispatchDomain
import DurableMessaging
import Foundation
import IntakeDomain
import Messages
import Messaging
import ReportingDomain

/// What takes a look at all cases.
extension Checks {
  /// No case without a next action, a deadline or a message on its way.
  func everything() -> Violation? {
    let cases = self.company.dispatch.tables.cases.values.filter(\.state.isOpen)
    for state in cases.sorted(by: { $0.number.text < $1.number.text }) {
      if let missing = self.whatIsMissing(state) {
        return Violation("every open case has something that comes next", state.number.text, missing)
      }
    }
    let dead = self.world.queues.filter { !$0.dead.isEmpty }
    return dead.first.map { Violation("no message is among the dead letters", $0.name, "\($0.dead.count)") }
  }

  private func whatIsMissing(_ state: Case) -> String? {
    let subject = state.number.text
    switch state.state {
    case .registered, .verified:
      return self.isLimited(.assignment, subject) ? nil : "it waits for a unit without a limit"
    case .assigned:
      guard self.isLimited(.reply, subject) else { return "it waits for a reply without a limit" }
      return state.trade == nil ? nil : self.whatIsMissingInRepair(of: state)
    case .planned, .inProgress:
      guard self.isLimited(.handling, subject) else { return "it is worked on without a limit" }
      return state.trade == nil ? nil : self.whatIsMissingInRepair(of: state)
    case .rework:
      guard self.isLimited(.newPlan, subject) else { return "it waits for a new plan without a limit" }
      return state.trade == nil ? nil : self.whatIsMissingInRepair(of: state)
    case .returned: return self.isLimited(.returnDecision, subject) ? nil : "nobody has to decide on its return"
    case .escalated: return self.isLimited(.decision, subject) ? nil : "nobody has to decide on it"
    case .suspended: return self.isLimited(.review, subject) ? nil : "nobody has to look at it again"
    case .awaitingEvaluation:
      return self.isLimited(.evaluation, subject) ? nil : "nobody has to ask for the evaluation"
    case .awaitingCallback:
      let number = CallbackNumber(complaint: state.number, kind: .closing, round: state.round)
      guard let callback = self.company.callback.tables.complaints[state.number]?[number] else {
        return self.isOnItsWay(.dispatch, subject, to: .callback) ? nil : "nobody is told to ask the customer"
      }
      guard callback.state == .done else { return nil }
      return self.isOnItsWay(.callback, subject, to: .dispatch) ? nil : "the customer has answered in vain"
    case .closed, .filedInvalid, .withdrawn: return nil
    }
  }

  private func whatIsMissingInRepair(of state: Case) -> String? {
    let subject = state.number.text
    if self.isOnItsWay(.dispatch, subject, to: .contractors) { return nil }
    guard let order = self.company.contractors.tables.orders[RepairOrder.number(for: state.number)] else {
      return "there is no repair order"
    }
    guard order.round == state.round else { return "its repair order is in round \(order.round)" }
    guard order.state == .signed || order.state == .closed else { return nil }
    return self.isOnItsWay(.contractors, subject, to: .dispatch) ? nil : "the owner has signed in vain"
  }

  private func isOnItsWay(_ source: Service, _ subject: String, to service: Service) -> Bool {
    !self.world.ledger.isQuiet(source, subject, for: service)
  }

  /// The limit runs, or has passed and was reported.
  private func isLimited(_ deadline: CaseDeadline, _ subject: String) -> Bool {
    self.company.dispatch.durable.deadlines[DeadlineKey(subject: subject, name: deadline.rawValue)] != nil
      || self.world.ledger.types(.dispatch, subject).contains(DeadlineMissed.type)
  }

  // MARK: - The end

  /// Everything was accepted once and has ended, and nothing is left over.
  func end(of stories: [Story]) -> Violation? {
    self.unfinished(stories) ?? self.leftOver() ?? self.unreported() ?? self.unanswered()
  }

  private func unfinished(_ stories: [Story]) -> Violation? {
    let registered = Dictionary(grouping: self.company.intake.tables.registered, by: \.report.reference)
    for story in stories {
      let complaints = registered[story.reference] ?? []
      guard complaints.count == 1, let complaint = complaints.first else {
        return Violation(
          "every accepted complaint is registered once", story.reference, "\(complaints.count) registrations")
      }
      let number = complaint.number
      guard let state = self.company.dispatch.tables.cases[number], state.state == .closed else {
        let found = self.company.dispatch.tables.cases[number].map { "\($0.state)" } ?? "no case"
        return Violation("every case ends", number.text, found)
      }
      if state.trade != nil,
        self.company.contractors.tables.orders[RepairOrder.number(for: number)]?.state != .closed
      {
        return Violation("every repair order ends", number.text)
      }
      let callbacks = self.company.callback.tables.complaints[number]?.callbacks.values ?? [:].values
      guard callbacks.contains(where: { $0.kind == .milestone }), callbacks.allSatisfy({ $0.state == .done }) else {
        return Violation("every customer is asked", number.text)
      }
    }
    return registered.count == stories.count
      ? nil : Violation("nothing is registered that nobody said", "", "\(registered.count) references")
  }

  private func leftOver() -> Violation? {
    for durable in [
      self.company.intake.durable, self.company.dispatch.durable, self.company.contractors.durable,
      self.company.callback.durable, self.company.reporting.durable,
    ] {
      guard durable.isOutboxEmpty else { return Violation("nothing is left in an outbox", "") }
      guard durable.waiting.isEmpty else { return Violation("nothing is left in an inbox", "") }
      guard durable.deadlines.isEmpty else { return Violation("no deadline is left", "") }
    }
    return self.world.queues.first { $0.count > 0 }.map { Violation("nothing is left in a queue", $0.name) }
  }

  /// Who sends what is refused is told so, once.
  private func unanswered() -> Violation? {
    let ledger = self.world.ledger
    guard ledger.refusals != ledger.quarantinedFromOutside else { return nil }
    return Violation(
      "every refused message is answered once", "", "\(ledger.refusals) of \(ledger.quarantinedFromOutside)")
  }

  /// Reporting has every event that it reads, once, and knows that the case has ended.
  private func unreported() -> Violation? {
    for complaint in self.company.intake.tables.registered {
      let (number, tables) = (complaint.number, self.company.reporting.tables)
      let wanted = Service.allCases.reduce(0) { count, service in
        count
          + self.world.ledger.types(service, number.text).count {
            Catalogue.entry(of: $0)?.consumers.contains(.reporting) ?? false
          }
      }
      guard tables.events[number]?.count == wanted else {
        return Violation(
          "every event is in reporting once", number.text, "\(tables.events[number]?.count ?? 0) of \(wanted)")
      }
      let state = self.company.dispatch.tables.cases[number]
      guard let record = tables.records[number], let state, record.registration != nil,
        record.round == state.round, record.unit == state.unit, Self.isSame(record.closedAt, state.closedAt),
        Self.isSame(record.repliedAt, state.repliedAt), Self.isSame(record.handledAt, state.handledAt),
        record.answers.count == state.round, record.latestAnswer?.isSatisfied == true
      else { return Violation("reporting knows of a case what dispatch knows", number.text) }
    }
    return nil
  }

  /// As far as events say it: in microseconds.
  private static func isSame(_ left: Date?, _ right: Date?) -> Bool {
    guard let left, let right else { return left == nil && right == nil }
    return abs(left.timeIntervalSince(right)) < 0.001
  }
}
