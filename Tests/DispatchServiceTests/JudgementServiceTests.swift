import DispatchDomain
import Foundation
import Messages
import Messaging
import ServiceTestSupport
import TestSupport
import Testing
import WorkCalendar

@testable import DispatchService

@Suite(.broker(definitions: true), .database(schemas: true)) struct JudgementServiceTests {
  /// The case was received on 3 January 2023.
  private func unit(_ example: CaseMessages, delivered: String?, at seconds: TimeInterval = 0) throws -> UnitChanged {
    UnitChanged(
      unit: HomeAddress(project: example.number.project, building: "3", unit: "1201"),
      deliveredOn: try delivered.map { try CalendarDay($0) },
      builders: [OriginalBuilder(buildingPart: .waterproofing, name: "中山防水工程公司")],
      periods: [LongerPeriod(buildingPart: .waterproofing, months: 72, basis: .contract)],
      changedAt: Date(timeIntervalSince1970: 1_672_600_000 + seconds))
  }

  private func project(_ example: CaseMessages, completed: String) throws -> ProjectChanged {
    ProjectChanged(
      project: example.number.project, name: "翠林兰溪园", completedOn: try CalendarDay(completed),
      changedAt: Date(timeIntervalSince1970: 1_672_600_000))
  }

  @Test("R-090, R-093, R-096, R-101, R-103, R-107: verdict by intake's dates, judgement, revision with history")
  func wholeWay() async throws {
    try await ServiceWorld.run(DispatchDefinition.self) { world in
      let example = try CaseMessages(serial: 1)
      try await world.publish(example.registered(.waterproofing), from: .intake, version: 1)
      let path = "/cases/\(example.number)"
      try await eventually("the case is there") { try await world.api.get(path).status == 200 }
      let blind = try await world.api.get("\(path)/warranty").decode(WarrantyView.self)
      #expect(blind.proposed == nil)
      #expect(blind.obstacles == [.completionDateMissing, .deliveryDateMissing])

      try await world.publish(try self.project(example, completed: "2018-05-20"), from: .intake, version: 1)
      try await world.publish(try self.unit(example, delivered: "2018-09-30", at: 60), from: .intake, version: 2)
      // An older snapshot that comes late changes nothing.
      try await world.publish(try self.unit(example, delivered: "2001-01-01"), from: .intake, version: 1)
      try await eventually("the dates are known") {
        try await world.api.get("\(path)/warranty").decode(WarrantyView.self).proposed == .builder
      }
      let verdict = try await world.api.get("\(path)/warranty").decode(WarrantyView.self)
      #expect(verdict.builder?.lastDay.description == "2023-05-20" && verdict.builder?.clause == "L03")
      #expect(verdict.owner?.lastDay.description == "2024-09-30" && verdict.owner?.basis == .contract)
      #expect(verdict.explanation.chinese.contains("由原施工单位维修"))

      let refused = try await world.api.post(
        "\(path)/judgements", #"{"judgement": "developer-goodwill", "reason": "老客户", "by": "sun.wei"}"#)
      #expect(refused.faults == ["consentBy missing"])
      let builder = #"{"judgement": "builder", "reason": "防水层开裂", "by": "sun.wei"}"#
      #expect(try await world.api.post("\(path)/judgements", builder).status == 200)
      #expect(try await world.api.post("\(path)/judgements", builder).status == 200)
      let judged = try #require(try await world.events.wait(for: CaseJudged.self).first)
      #expect(judged.judgement == .builder && judged.builder == "中山防水工程公司" && judged.arrivalDueAt != nil)
      let owner = #"{"judgement": "owner", "reason": "业主打穿防水层", "by": "sun.wei"}"#
      #expect(try await world.api.post("\(path)/judgements", owner).status == 200)
      let endings = try await world.api.get("/projects/CLX/warranty-endings?on=2020-09-15").decode(
        WarrantyEndingPage.self)
      #expect(endings.endings.contains { $0.unit == "1201" && $0.buildingPart == .plumbing })
      #expect(try await world.api.get("/projects/CLX/warranty-endings?on=tomorrow").faults == ["on invalid"])
      let history = try await world.api.get("\(path)/judgements").decode(JudgementsView.self)
      #expect(history.judgements.map(\.judgement) == [.builder, .owner])
      #expect(history.judgements.map(\.clause) == ["national/1 L03", "national/1 L03"])
      #expect(history.builderNotice == nil)
      try await world.events.wait(for: CaseJudged.self, count: 2)
      let versions = world.events.all.filter { $0.subject == example.number.text }.compactMap(\.aggregateVersion)
      #expect(versions == Array(1...Int64(versions.count)))
      // No contractor repairs what is the owner's affair, and nobody owes a survey any more (R-108).
      let surveys = try await TestDatabase.current.run("SELECT count(*) FROM dispatch.deadline WHERE name = 'survey'")
      #expect(surveys.trimmingCharacters(in: .whitespacesAndNewlines) == "0")
      let done = #"{"result": "已告知业主自行修复", "reason": "业主责任", "by": "sun.wei"}"#
      #expect(try await world.api.post("\(path)/handled", done).status == 200)
    }
  }

  @Test("R-103, R-066, R-105: a builder who does not come is missed, and reminded; come and idle, reminded again")
  func builderIsLate() async throws {
    let settings = [
      "CLOCK_ORIGIN": "2023-01-03T09:00:00+08:00", "CLOCK_RATE": "86400", "CLOCK_START": RFC3339.string(from: Date()),
    ]
    try await ServiceWorld.run(DispatchDefinition.self, settings: settings) { world in
      let example = try CaseMessages(serial: 1)
      try await world.publish(example.registered(.waterproofing), from: .intake, version: 1)
      let path = "/cases/\(example.number)"
      try await eventually("the case is there") { try await world.api.get(path).status == 200 }
      let builder = #"{"judgement": "builder", "reason": "防水层开裂", "by": "sun.wei"}"#
      #expect(try await world.api.post("\(path)/judgements", builder).status == 200)
      let missed = try await world.events.wait(for: DeadlineMissed.self) { $0.deadline == .builderArrival }
      #expect(missed.first?.rule == "R-103" && missed.first?.level == .unitHead)
      let explained = try await world.api.get("\(path)/deadlines/builder-arrival/explanation")
      #expect(explained.status == 200 && explained.text.contains("R-103"), "\(explained.text)")
      for step in ["builder-reminder", "builder-arrival", "builder-reminder"] {
        #expect(try await world.api.post("\(path)/\(step)", #"{"by": "li.na"}"#).status == 200)
      }
      let notice = try await world.api.get("\(path)/judgements").decode(JudgementsView.self).builderNotice
      let (arrived, reminded) = (try #require(notice?.arrivedAt), try #require(notice?.remindedAt))
      #expect(arrived < reminded)
      let left = try await TestDatabase.current.run(
        "SELECT count(*) FROM dispatch.deadline WHERE name = 'builder-arrival'")
      #expect(left.trimmingCharacters(in: .whitespacesAndNewlines) == "0")
    }
  }

  @Test("R-337: the complaint form and its annex are pages, and without intake the customer's part stays empty")
  func forms() async throws {
    try await ServiceWorld.run(DispatchDefinition.self) { world in
      let example = try CaseMessages(serial: 1)
      try await world.publish(example.registered(.waterproofing), from: .intake, version: 1)
      let path = "/cases/\(example.number)"
      try await eventually("the case is there") { try await world.api.get(path).status == 200 }
      for (name, form) in [("form", "SM03-07"), ("annex", "SM03-08")] {
        let page = try await world.api.get("\(path)/\(name)")
        #expect(page.status == 200 && page.headers["content-type"] == "text/html; charset=utf-8")
        #expect(page.headers["cache-control"] == "no-store")
        #expect(page.text.contains(form) && page.text.contains(example.number.text))
      }
      #expect(try await world.api.get("/cases/CLX-2023-000099/form").status == 404)
    }
  }
}
