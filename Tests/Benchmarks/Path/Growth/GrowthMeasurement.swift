/// Whether intake is as fast when it has years behind it as it is on its first day.
struct GrowthMeasurement: Sendable {
  let servers: Servers
  let inbound: Inbound
  let scale: Scale

  /// - Returns: what is wrong with the plans of the hot statements.
  func measure(into figures: inout Figures) async throws -> [String] {
    say("making \(self.scale.past) complaints of the past")
    try await Past.make(self.scale.past, on: self.servers)
    let empty = IntakeRun(servers: self.servers, inbound: self.inbound, database: "redress")
    let grown = IntakeRun(servers: self.servers, inbound: self.inbound, database: Past.database)
    var ratios: [Double] = []
    for round in 1...self.scale.growthRounds {
      try await IntakeRun.forget(on: self.servers)
      let first = try await empty.measure(count: self.scale.complaints, batch: 50).perSecond
      let later = try await grown.measure(count: self.scale.complaints, batch: 50).perSecond
      ratios.append(later / first)
      say("growth, round \(round): empty \(Int(first)), with a past \(Int(later)) complaints/s")
    }
    figures["growth.ratio_5m"] = ratios.median
    figures["growth.past_complaints"] = Double(self.scale.past)
    let (plans, scans) = try await HotPlans(servers: self.servers, inbound: self.inbound).check(database: Past.database)
    figures["growth.plans_checked"] = Double(plans)
    figures["growth.sequential_scans"] = Double(scans.count)
    try await self.servers.sql("DROP DATABASE \(Past.database)", database: "postgres")
    return scans.map { "a hot statement reads a large table from end to end: \($0)" }
  }
}
