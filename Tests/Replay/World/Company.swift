import CallbackDomain
import CallbackService
import ContractorsService
import DispatchDomain
import DispatchService
import IntakeDomain
import IntakeService
import Messages
import Policy
import ReportingService
import WorkCalendar

/// The five services.
struct Company {
  let intake: SimulatedService<IntakeTables>
  let dispatch: SimulatedService<DispatchTables>
  let contractors: SimulatedService<ContractorsTables>
  let callback: SimulatedService<CallbackTables>
  let reporting: SimulatedService<ReportingTables>

  init(_ world: World) throws(PolicyError) {
    let calendar = WorkCalendar.mainlandChina
    guard let warranty = try? WarrantyTable.national() else {
      preconditionFailure("The warranty table that comes with redress cannot be read.")
    }
    var chance = Chance.of(world.plan.seed, 5)
    func service<Tables>(_ service: Service, _ handler: Tables.Handler, _ tables: Tables) -> SimulatedService<Tables> {
      SimulatedService(world, service, handler, tables, instances: chance.number(1...2))
    }
    self.intake = service(
      .intake, try IntakeHandler(policies: .standard, from: .last, calendar: calendar), IntakeTables())
    self.dispatch = service(
      .dispatch,
      MutableDispatchHandler(
        handler: try DispatchHandler(
          policies: .standard, from: .last, calendar: calendar, warranty: warranty),
        closesUnasked: world.plan.mutation == .closeUnasked), DispatchTables())
    let contractors = try ContractorsHandler(policies: .standard, from: .last, calendar: calendar)
    self.contractors = service(.contractors, contractors, ContractorsTables(prefix: contractors.prefix))
    self.callback = service(
      .callback, try CallbackHandler(policies: .standard, from: .last, calendar: calendar), CallbackTables())
    self.reporting = service(.reporting, ReportingHandler(), ReportingTables())
  }

  /// The clocks have jumped, and deadlines have passed.
  func fire() {
    self.intake.fire()
    self.dispatch.fire()
    self.callback.fire()
  }
}
