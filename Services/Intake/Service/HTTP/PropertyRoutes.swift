import DurableMessaging
import Foundation
import Hummingbird
import IntakeDomain
import Messages
import Messaging
import Postgres
import ServiceRuntime
import WorkCalendar

/// The property register: homes, and tables of homes.
struct PropertyRoutes {
  /// A large project has some thousand homes, each with a few lines of a hundred bytes.
  private static let mostBytes = 8 * 1024 * 1024

  let service: RunningService<IntakeHandler>

  var endpoints: [Endpoint] {
    [
      Endpoint(
        .post, "/property/imports", "importProperty",
        TermName("导入房屋台账", "Take in a table of homes, all of it or nothing"),
        notes: """
          With dry-run=true nothing is changed, and the answer lists everything that is wrong with the table. UTF-8, commas, \
          fields with commas or line breaks in double quotes; the first line names the columns, in any order: \
          \(PropertyImport.columns.joined(separator: ", ")). The first three are needed, a field that is empty says \
          nothing. Days as 2023-01-31. A home with several builders, periods or residents has a line for each. \
          completed_on is the building's day.
          """,
        for: .posts(.administrator, .informationSupervisor, .system),
        query: [
          .word("dry-run", oneOf: ["true", "false"].map(Flag.init), "Without it: false."),
          QueryParameter("as-of", .time, "When the table was right: facts that are known to be newer are left alone."),
        ], taking: ["text/csv"], upTo: Self.mostBytes,
        answers: [.json(ImportView.self, "What came of it, or would.")], use: self.take),
      Endpoint(
        .get, "/property/units", "showUnit", TermName("查看房屋", "Show a home with its builders and residents"),
        notes: "R-329: who looks at its residents is written down.", for: .caseWork + .posts(.administrator),
        query: [
          QueryParameter(
            "project", .text(lengths: 2...8, pattern: ProjectCode.pattern), isRequired: true, "The project's code."),
          .text("building", upTo: 40, isRequired: true, "As the property company writes it."),
          .text("unit", upTo: 40, isRequired: true, "As the property company writes it."),
        ], answers: [.json(PropertyUnitView.self, "The home; telephones are masked (R-330).")], use: self.show),
    ]
  }

  /// Takes in a table of homes, all of it or nothing. With `dry-run=true` nothing is changed, and the answer lists
  /// everything that is wrong with it.
  @Sendable private func take(
    request: Request, context: ServiceRequestContext, bytes: [UInt8]
  ) async throws -> Response {
    let isDryRun = try request.word("dry-run", oneOf: ["true", "false"].map(Flag.init)) == Flag(rawValue: "true")
    let now = self.service.work.clock.now
    let asOf = try Self.time(request, "as-of") ?? now
    let table = PropertyImport(bytes, reference: "import-\(RFC3339.string(from: now))", asOf: asOf)
    for project in Set(table.items.map(\.fact.project)) { try context.caller.requireScope(project) }
    return try await self.service.perform(.importProperty(table, isDryRun: isDryRun), context) { reply in
      guard case .imported(let outcome) = reply else { throw Problem.notFound() }
      return respond(ImportView(outcome, isDryRun: isDryRun))
    }
  }

  @Sendable private func show(request: Request, context: ServiceRequestContext) async throws -> Response {
    let query = request.uri.queryParameters
    guard let code = query["project"].map(String.init).flatMap(ProjectCode.init), let building = query["building"],
      let unit = query["unit"]
    else { throw Rejected("", .missing, "Ask with all three: ?project=CLX&building=3&unit=1201") }
    try context.caller.requireScope(code)
    let home = HomeAddress(project: code, building: String(building), unit: String(unit))
    guard let known = try await self.service.pool.execute(FindUnit(home: home)).first else {
      throw Problem.notFound("The register has no such home.")
    }
    if !known.residents.isEmpty { try await self.service.note([PersonalDataRead(known)], by: context.caller) }
    return respond(PropertyUnitView(known))
  }

  private static func time(_ request: Request, _ name: String) throws(Rejected) -> Date? {
    guard let given = request.uri.queryParameters[name[...]] else { return nil }
    guard let time = RFC3339.date(from: String(given)) else {
      throw Rejected(name, .invalid, "Must be a time after RFC 3339 with an offset, as 2023-01-03T09:30:00+08:00.")
    }
    return time
  }

  private struct Flag: RawRepresentable, Equatable {
    let rawValue: String
  }
}

private struct ImportView: Codable {
  let dryRun: Bool
  let homes: Int
  let unchanged: Int
  let faults: [Fault]

  init(_ outcome: PropertyImport.Outcome, isDryRun: Bool) {
    self.dryRun = isDryRun
    self.homes = outcome.homes
    self.unchanged = outcome.unchanged
    self.faults = outcome.faults
  }
}

/// A home as it is shown; telephones are masked (R-330).
private struct PropertyUnitView: Codable {
  let unit: HomeAddress
  let asOf: Date?
  let deliveredOn: String?
  let builders: [OriginalBuilder]
  let periods: [LongerPeriod]
  let residents: [Resident]
  let version: Int64

  init(_ unit: PropertyUnit) {
    self.unit = unit.home
    self.asOf = unit.asOf
    self.deliveredOn = unit.deliveredOn?.day.description
    self.builders = unit.builders
    self.periods = unit.periods
    self.residents = unit.residents.map {
      Resident(
        role: $0.role, surname: $0.surname, telephone: ComplaintView.masked($0.telephone), from: $0.from, to: $0.to)
    }
    self.version = unit.version
  }
}
