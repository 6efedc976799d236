import Foundation
import IntakeDomain
import Messages
import TestSupport
import Testing
import WorkCalendar

/// The property register: what is older than what is known changes nothing (S15, S55).
struct PropertyRegisterTests {
  /// 2023-01-03 12:00 in Peking.
  private let now = Date(timeIntervalSince1970: 1_672_718_400)

  @Test("R-274: a delivery makes the home known, with its day, and is told to the others")
  func delivery() throws {
    var register = try self.register()
    let events = try register.take(.delivered(try self.delivered("2022-06-01", asOf: 0)), now: self.now)
    let event = try #require(try self.units(events).first)
    #expect(event.deliveredOn == (try CalendarDay("2022-06-01")))
    #expect(register[try self.home()]?.version == 1)
  }

  @Test("A message that is late or comes again changes nothing and tells nobody")
  func lateAndRepeated() throws {
    var register = try self.register()
    _ = try register.take(.delivered(try self.delivered("2022-06-02", asOf: 10)), now: self.now)
    #expect(try register.take(.delivered(try self.delivered("2022-06-02", asOf: 10)), now: self.now).isEmpty)
    #expect(try register.take(.delivered(try self.delivered("2022-06-01", asOf: 9)), now: self.now).isEmpty)
    #expect(register[try self.home()]?.deliveredOn?.day == (try CalendarDay("2022-06-02")))
    let corrected = try register.take(.delivered(try self.delivered("2022-06-03", asOf: 11)), now: self.now)
    #expect(try self.units(corrected).first?.deliveredOn == (try CalendarDay("2022-06-03")))
  }

  @Test("In whatever order messages come, the newest of each home is what stays")
  func orderDoesNotMatter() throws {
    var random = SeededGenerator()
    print("orderDoesNotMatter: \(random)")
    for _ in 0..<200 {
      let facts = try (0..<6).map { index in
        PropertyFact.upserted(
          UnitUpserted(
            reference: "U-\(index)", asOf: self.time(index), unit: try self.home(),
            builders: [OriginalBuilder(buildingPart: .heating, name: "builder \(index)")]))
      }
      var register = try self.register()
      for fact in facts.shuffled(using: &random) { _ = try register.take(fact, now: self.now) }
      #expect(register[try self.home()]?.builders.map(\.name) == ["builder 5"])
    }
  }

  @Test("R-335: who lives in a home is kept and never told")
  func residentsStay() throws {
    var register = try self.register()
    let resident = Resident(role: .owner, surname: "欧阳", telephone: "13800138000")
    let first = UnitUpserted(reference: "U-1", asOf: self.time(0), unit: try self.home(), residents: [resident])
    let events = try register.take(.upserted(first), now: self.now)
    for event in try self.units(events) {
      let text = String(decoding: try MessageCoding.encode(event), as: UTF8.self)
      #expect(!text.contains("欧阳") && !text.contains("13800138000"))
    }
    #expect(register[try self.home()]?.residents == [resident])
    // Another tenant is no news for the other services.
    let second = UnitUpserted(
      reference: "U-2", asOf: self.time(1), unit: try self.home(),
      residents: [resident, Resident(role: .tenant, surname: "李", telephone: "13900139000")])
    #expect(try register.take(.upserted(second), now: self.now).isEmpty)
    #expect(register[try self.home()]?.residents.count == 2)
  }

  @Test("A list that a message leaves out stays as it is known; one that is given replaces it")
  func partialMessages() throws {
    var register = try self.register()
    let builders = [OriginalBuilder(buildingPart: .heating, name: "暖通公司")]
    let periods = [LongerPeriod(buildingPart: .heating, months: 60, basis: .contract)]
    let home = try self.home()
    _ = try register.take(
      .upserted(UnitUpserted(reference: "1", asOf: self.time(0), unit: home, builders: builders)), now: self.now)
    _ = try register.take(
      .upserted(UnitUpserted(reference: "2", asOf: self.time(1), unit: home, periods: periods)), now: self.now)
    #expect(register[home]?.builders == builders)
    #expect(register[home]?.periods == periods)
    _ = try register.take(
      .upserted(UnitUpserted(reference: "3", asOf: self.time(2), unit: home, builders: [])), now: self.now)
    #expect(register[home]?.builders.isEmpty == true)
  }

  @Test("R-096: a building that passed acceptance on a day of its own tells it for each of its homes")
  func buildingCompleted() throws {
    var register = try self.register()
    for unit in ["101", "102"] {
      let home = try self.home(unit: unit)
      _ = try register.take(.upserted(UnitUpserted(reference: unit, asOf: self.time(0), unit: home)), now: self.now)
    }
    let other = try self.home(building: "4", unit: "101")
    _ = try register.take(.upserted(UnitUpserted(reference: "o", asOf: self.time(0), unit: other)), now: self.now)
    let message = ProjectCompleted(
      reference: "A-1", asOf: self.time(0), project: try self.project(), building: "3",
      completedOn: try CalendarDay("2021-05-20"))
    let events = try self.units(try register.take(.completed(message), now: self.now))
    #expect(events.map(\.unit.unit) == ["101", "102"])
    #expect(try events.allSatisfy { $0.completedOn == (try CalendarDay("2021-05-20")) })
  }

  @Test("R-271: no home is handed over before completion acceptance was passed, nor tomorrow")
  func deliveryBeforeCompletion() throws {
    var register = try self.register()
    let completed = ProjectCompleted(
      reference: "A-1", asOf: self.time(0), project: try self.project(), completedOn: try CalendarDay("2022-06-01"))
    _ = try register.take(.completed(completed), now: self.now)
    #expect(throws: Rejected.self) {
      try register.take(.delivered(try self.delivered("2022-05-31", asOf: 0)), now: self.now)
    }
    #expect(try !register.take(.delivered(try self.delivered("2022-06-01", asOf: 0)), now: self.now).isEmpty)
    let error = #expect(throws: Rejected.self) {
      try register.take(.delivered(try self.delivered("2023-01-04", asOf: 1)), now: self.now)
    }
    #expect(error?.faults.map(\.code) == [.inTheFuture])
  }

  @Test("R-276: a withdrawal is corrected by an act that was signed later, and by nothing else")
  func withdrawal() throws {
    var register = try self.register()
    let first = try register.take(.departmentWithdrawn(try self.act("2022-12-31", asOf: 5)), now: self.now)
    guard case .project(let changed, let version) = try #require(first.first) else {
      Issue.record("Not told as a project.")
      return
    }
    #expect(changed.departmentWithdrawnOn == (try CalendarDay("2022-12-31")))
    #expect(version == 2)
    #expect(try register.take(.departmentWithdrawn(try self.act("2022-01-01", asOf: 4)), now: self.now).isEmpty)
    _ = try register.take(.departmentWithdrawn(try self.act("2023-01-31", asOf: 6)), now: self.now)
    let project = try #require(register.projects[try self.project()])
    #expect(project.particulars.departmentWithdrawnOn?.day == (try CalendarDay("2023-01-31")))
    #expect(register.newActs.count == 2)
  }

  @Test("What a sender's system had after this moment, and what is about an unknown project, is refused")
  func refused() throws {
    var register = try self.register()
    let future = UnitUpserted(reference: "U", asOf: self.now.addingTimeInterval(301), unit: try self.home())
    let error = #expect(throws: Rejected.self) { try register.take(.upserted(future), now: self.now) }
    #expect(error?.faults.map(\.path) == ["asOf"])
    let unknown = UnitUpserted(reference: "U", asOf: self.time(0), unit: try self.home(project: "NOPE"))
    let second = #expect(throws: Rejected.self) { try register.take(.upserted(unknown), now: self.now) }
    #expect(second?.faults.map(\.code) == [.unknownProject])
  }

  // MARK: - Values

  private func register() throws -> PropertyRegister {
    PropertyRegister(
      projects: [Project(code: try self.project(), name: "翠林兰溪园", worksNumber: 1)], buildings: [], units: [],
      calendar: .mainlandChina)
  }

  private func project(_ code: String = "CLX") throws -> ProjectCode { try #require(ProjectCode(code)) }

  private func home(project: String = "CLX", building: String = "3", unit: String = "1201") throws -> HomeAddress {
    HomeAddress(project: try self.project(project), building: building, unit: unit)
  }

  /// Minutes before noon of the test's day: 100 of them are over.
  private func time(_ minute: Int) -> Date { self.now.addingTimeInterval(Double(minute - 100) * 60) }

  private func delivered(_ day: String, asOf minute: Int) throws -> UnitDelivered {
    UnitDelivered(
      reference: "H-\(minute)", asOf: self.time(minute), unit: try self.home(), deliveredOn: try CalendarDay(day))
  }

  private func act(_ day: String, asOf minute: Int) throws -> ProjectDepartmentWithdrawn {
    ProjectDepartmentWithdrawn(
      reference: "ACT-\(minute)", asOf: self.time(minute), project: try self.project(),
      withdrawnOn: try CalendarDay(day), signedByDepartment: "zhao.gang", signedByCustomerService: "li.na")
  }

  private func units(_ events: [PropertyEvent]) throws -> [UnitChanged] {
    events.compactMap {
      guard case .unit(let message, _) = $0 else { return nil }
      return message
    }
  }
}
