import ContractorsDomain
package import DurableMessaging
package import Postgres

/// What the inputs of a batch are about.
extension ContractorsHandler {
  package func load(
    _ inputs: [Input<ContractorsAction>], into pipeline: inout Pipeline
  ) -> @Sendable (PipelineResults) throws(PostgresError) -> ContractorsState {
    let keys = ContractorsKeys(inputs)
    let awards = keys.awards
    // Before any order is locked: a transaction that awards never waits for the register with an order in its hand.
    if awards { pipeline.add(LockRegister()) }
    let projects = pipeline.add(LoadProjects(codes: keys.projects, worksNumbers: keys.worksNumbers))
    let orders = pipeline.add(LockOrders(numbers: keys.orders, commissions: keys.commissions))
    let waiting = keys.listedTrades.isEmpty ? nil : pipeline.add(LockWaitingOrders(trades: keys.listedTrades))
    let senders = pipeline.add(ContractorsOfBrokerUsers(users: keys.senders))
    // After the orders: a report that another batch has just taken is seen when its order is free.
    let reports = pipeline.add(KnownReports(keys: keys.reportKeys))
    let series = awards ? pipeline.add(LoadSeries()) : nil
    let register = awards ? pipeline.add(ListContractors()) : nil
    let (readings, prefix) = (keys.readings, self.prefix)
    return { results throws(PostgresError) in
      let desk = CommissionDesk(
        register: ContractorRegister(try results.rows(register)), series: try results.rows(series), prefix: prefix)
      return ContractorsState(
        readings: readings, projects: try results.rows(projects),
        orders: try results.rows(orders) + results.rows(waiting), senders: try results.rows(senders),
        reports: try results.rows(reports), desk: desk)
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
