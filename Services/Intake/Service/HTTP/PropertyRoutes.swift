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

  func add(to router: Router<ServiceRequestContext>) {
    router.post("/property/imports", use: self.take)
    router.get("/property/units", use: self.show)
  }

  /// Takes in a table of homes, all of it or nothing. With `dry-run=true` nothing is changed, and the answer lists
  /// everything that is wrong with it.
  @Sendable private func take(request: Request, context: ServiceRequestContext) async throws -> Response {
    let isDryRun = try request.word("dry-run", oneOf: ["true", "false"].map(Flag.init)) == Flag(rawValue: "true")
    let now = self.service.work.clock.now
    let asOf = try Self.time(request, "as-of") ?? now
    let bytes = try await Self.table(request)
    let table = PropertyImport(bytes, reference: "import-\(RFC3339.string(from: now))", asOf: asOf)
    guard
      case .imported(let outcome) = try await self.service.work.perform(.importProperty(table, isDryRun: isDryRun))
    else { throw Problem.notFound() }
    return respond(ImportView(outcome, isDryRun: isDryRun))
  }

  @Sendable private func show(request: Request, context: ServiceRequestContext) async throws -> Response {
    let query = request.uri.queryParameters
    guard let code = query["project"].map(String.init).flatMap(ProjectCode.init), let building = query["building"],
      let unit = query["unit"]
    else { throw Rejected("", .missing, "Ask with all three: ?project=CLX&building=3&unit=1201") }
    let home = HomeAddress(project: code, building: String(building), unit: String(unit))
    guard let known = try await self.service.pool.execute(FindUnit(home: home)).first else {
      throw Problem.notFound("The register has no such home.")
    }
    return respond(PropertyUnitView(known))
  }

  private static func time(_ request: Request, _ name: String) throws(Rejected) -> Date? {
    guard let given = request.uri.queryParameters[name[...]] else { return nil }
    guard let time = RFC3339.date(from: String(given)) else {
      throw Rejected(name, .invalid, "Must be a time after RFC 3339 with an offset, as 2023-01-03T09:30:00+08:00.")
    }
    return time
  }

  private static func table(_ request: Request) async throws -> [UInt8] {
    guard request.headers[.contentType].map({ $0.lowercased().hasPrefix("text/csv") }) == true else {
      throw Rejected("", .contentType, "The body must be text/csv in UTF-8.")
    }
    do {
      return Array(try await request.body.collect(upTo: Self.mostBytes).readableBytesView)
    } catch let error as any HTTPResponseError where error.status == .contentTooLarge {
      throw Rejected("", .tooLarge, "The table is larger than \(Self.mostBytes / 1024 / 1024) MiB.")
    }
  }

  private struct Flag: RawRepresentable, Equatable {
    let rawValue: String
  }
}

private struct ImportView: Encodable {
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

/// A home as it is shown; telephones are masked.
private struct PropertyUnitView: Encodable {
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
