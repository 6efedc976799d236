import CallbackDomain
import ContractorsDomain
import DispatchDomain
import IntakeDomain
import Messages

/// What must be true of the five services, as far as one commit can break it. The rest stands in `Checks+Everything.swift`.
struct Checks {
  let world: World
  let company: Company
  private var seenRegistrations = 0
  private var serials: [String: Int] = [:]

  init(_ world: World, _ company: Company) {
    self.world = world
    self.company = company
  }

  /// Numbers without gap and repeat.
  mutating func intakeCommitted() -> Violation? {
    let registered = self.company.intake.tables.registered
    defer { self.seenRegistrations = registered.count }
    for complaint in registered[self.seenRegistrations...] {
      let number = complaint.number
      if let violation = self.count("\(number.project.text)-\(number.year)", number.serial, number.text) {
        return violation
      }
    }
    return nil
  }

  mutating func contractorsCommitted() -> Violation? {
    for number in self.company.contractors.tables.issued {
      if let violation = self.count("letters of \(number.worksNumber)", number.serial, number.text) { return violation }
    }
    return nil
  }

  private mutating func count(_ series: String, _ serial: Int, _ number: String) -> Violation? {
    let expected = self.serials[series, default: 0] + 1
    self.serials[series] = expected
    guard serial == expected else {
      return Violation("complaint and commission numbers have no gap and no repeat", number, "expected \(expected)")
    }
    return nil
  }

  /// No closing without evaluation and callback, none before the owner has signed.
  func dispatchCommitted() -> Violation? {
    for state in self.company.dispatch.tables.changed {
      if state.state == .closed {
        let number = CallbackNumber(complaint: state.number, kind: .closing, round: state.round)
        guard self.company.callback.tables.complaints[state.number]?[number]?.isSatisfied == true else {
          return Violation("no case is closed without a satisfied answer", state.number.text)
        }
      }
      if state.state == .awaitingCallback, state.waitsForSignature {
        let order = self.company.contractors.tables.orders[RepairOrder.number(for: state.number)]
        guard order?.state == .signed else {
          return Violation("no repair is handled without the owner's signature", state.number.text)
        }
      }
    }
    return nil
  }

  func reportingCommitted() -> Violation? {
    self.company.reporting.tables.collisions == 0
      ? nil : Violation("an event is in reporting once", "", "two events have one version")
  }
}
