import DispatchDomain
import DurableMessaging
import Foundation
import Hummingbird
import Messages
import Messaging
import Postgres
import ServiceRuntime
import WorkCalendar

/// Whose warranty ends within a month, so that customer service tells the owners.
///
/// The same is said by `warranty.expiring.v1`, once for each home and last day; the list is for people, and for any day. Who the
/// owner is, intake knows.
struct WarrantyEndingRoutes {
  let service: RunningService<DispatchHandler>
  let calendar: WorkCalendar

  var endpoints: [Endpoint] {
    [
      Endpoint(
        .get, "/projects/{code}/warranty-endings", "listWarrantyEndings",
        TermName("一个月内到期的保修", "Homes of a project whose owners' warranty on something ends within a month"),
        notes: "R-107. A page is one of homes, and may show none of them.", for: .customerService, path: [.projectCode],
        query: [.text("on", upTo: 10, "The day from which the month counts, as 2023-01-31; without it today.")]
          + QueryParameter.page(),
        answers: [.json(WarrantyEndingPage.self, "What ends, home by home.")], use: self.list)
    ]
  }

  @Sendable private func list(request: Request, context: ServiceRequestContext) async throws -> Response {
    let page = try PageRequest(request, limit: 500)
    let day = try self.day(of: request)
    let homes = try await self.service.pool.execute(
      HomesOfProject(project: try context.path("code"), after: page.after, limit: page.limit))
    let project: ProjectCode = try context.path("code")
    let company = try await self.service.pool.execute(CompaniesOfProjects(projects: [project])).first?.1
    let reminders = self.service.work.handler.reminders(in: project, company: company, on: day)
    let days = reminders.days(on: day)
    let endings = homes.flatMap { home in
      reminders.table.endings(within: days, facts: home.facts).map { WarrantyEndingView(home.address, $0) }
    }
    return respond(
      WarrantyEndingPage(from: day, endings: endings, next: page.next(after: homes, \.key)))
  }

  private func day(of request: Request) throws(Rejected) -> CalendarDay {
    guard let given = request.uri.queryParameters["on"] else { return self.calendar.day(of: self.service.clock.now) }
    guard let day = try? CalendarDay(String(given)) else {
      throw Rejected("on", .invalid, "Must be a day as 2023-01-31.")
    }
    return day
  }
}

struct WarrantyEndingPage: Codable {
  let from: CalendarDay
  let endings: [WarrantyEndingView]
  /// What to give as `after` for the next page; absent on the last.
  let next: String?
}

struct WarrantyEndingView: Codable {
  let building: String
  let unit: String
  let buildingPart: BuildingPart
  let subpart: BuildingSubpart?
  let lastDay: CalendarDay

  init(_ home: HomeAddress, _ ending: WarrantyEnding) {
    self.building = home.building
    self.unit = home.unit
    self.buildingPart = ending.part
    self.subpart = ending.subpart
    self.lastDay = ending.lastDay
  }
}
