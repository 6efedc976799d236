import DispatchDomain
import Messages
import TestSupport
import Testing
import WorkCalendar

/// What law, contract and promise say of a defect: two clocks, the gap between them, and the days at their edges.
@Suite struct WarrantyTableTests {
  let example: WarrantyExample

  init() throws {
    self.example = try WarrantyExample()
  }

  @Test(
    "R-090, R-096, R-098: the last day of the builder's five years, the day after, the last day of the owner's, the day after",
    arguments: [
      ("2023-05-20", Judgement.builder, 0, 133), ("2023-05-21", .developerGap, -1, 132),
      ("2023-09-30", .developerGap, -133, 0), ("2023-10-01", .explainOnly, -134, -1),
    ])
  func boundaries(day: String, judgement: Judgement, builderLeft: Int, ownerLeft: Int) throws {
    let verdict = try self.example.verdict(
      .waterproofing, on: day, completed: "2018-05-20", delivered: "2018-09-30")
    #expect(verdict.judgement == judgement)
    #expect(verdict.builder?.daysLeft == builderLeft)
    #expect(verdict.owner?.daysLeft == ownerLeft)
  }

  @Test(
    "R-094, R-097: periods of the parts, from completion for the builder and from delivery for the owner",
    arguments: [
      (BuildingPart.mainStructure, "2070-03-01", "2070-06-01"), (.waterproofing, "2025-03-01", "2025-06-01"),
      (.electricLines, "2022-03-01", "2022-06-01"), (.plumbing, "2022-03-01", "2022-06-01"),
      (.equipment, "2022-03-01", "2022-06-01"), (.decoration, "2022-03-01", "2022-06-01"),
      (.doorsWindows, "2022-03-01", "2022-06-01"),
    ])
  func periods(part: BuildingPart, builder: String, owner: String) throws {
    let verdict = try self.example.verdict(part, on: "2020-07-01", completed: "2020-03-01", delivered: "2020-06-01")
    #expect(verdict.builder?.lastDay.description == builder)
    #expect(verdict.owner?.lastDay.description == owner)
    #expect(verdict.builder?.start == .completion)
    #expect(verdict.owner?.start == .delivery)
  }

  @Test(
    "R-100: the company's table for further items, from delivery; where the law reaches further, the law",
    arguments: [
      (BuildingPart.plumbing, BuildingSubpart.sanitaryWare, "2021-06-01", "C04"),
      (.plumbing, .blockedPipe, "2020-08-01", "C06"),
      (.electricLines, .lampsSwitches, "2020-12-01", "C05"), (.decoration, .plaster, "2022-06-01", "L16"),
      (.decoration, .floor, "2022-06-01", "L16"), (.waterproofing, .insulation, "2025-06-01", "L20"),
    ])
  func items(part: BuildingPart, subpart: BuildingSubpart, owner: String, clause: String) throws {
    let verdict = try self.example.verdict(
      part, subpart, on: "2020-07-01", completed: "2020-03-01", delivered: "2020-06-01")
    #expect(verdict.owner?.lastDay.description == owner)
    #expect(verdict.owner?.clause == clause)
  }

  @Test("R-098, R-100: what only the developer owes is the developer's, and needs no completion date")
  func onlyTheOwnersClock() throws {
    let verdict = try self.example.verdict(
      .plumbing, .sanitaryWare, on: "2021-06-01", completed: nil, delivered: "2020-06-01")
    #expect(verdict.builder == nil)
    #expect(verdict.judgement == .developerGap)
  }

  @Test("R-004, R-094: two years from 29 February end on 28 February, and the 28th is still covered")
  func leapDay() throws {
    let last = try self.example.verdict(.plumbing, on: "2022-02-28", completed: "2020-02-29", delivered: "2020-02-29")
    #expect(last.judgement == .builder)
    #expect(last.owner?.lastDay.description == "2022-02-28")
    let after = try self.example.verdict(.plumbing, on: "2022-03-01", completed: "2020-02-29", delivered: "2020-02-29")
    #expect(after.judgement == .explainOnly)
    // Five years on there is no leap day either; four years on there would be.
    let agreed = LongerPeriod(buildingPart: .plumbing, months: 48, basis: .contract)
    let four = try self.example.verdict(
      .plumbing, on: "2022-03-01", completed: "2020-02-29", delivered: "2020-02-29", agreed: [agreed])
    #expect(four.owner?.lastDay.description == "2024-02-29")
  }

  @Test("R-095: the design life where it is recorded, fifty years where it is not")
  func designLife() throws {
    let recorded = try self.example.verdict(
      .mainStructure, on: "2023-01-03", completed: "2018-05-20", delivered: "2018-09-30", designLife: 70)
    #expect(recorded.builder?.lastDay.description == "2088-05-20")
    let unrecorded = try self.example.verdict(
      .mainStructure, on: "2023-01-03", completed: "2018-05-20", delivered: "2018-09-30")
    #expect(unrecorded.builder?.lastDay.description == "2068-05-20")
  }

  @Test(
    "R-099: two full heating seasons; one that was begun before the start does not count",
    arguments: [
      ("2020-11-14", "2022-03-15"), ("2020-11-15", "2022-03-15"), ("2020-11-16", "2023-03-15"),
      ("2021-03-15", "2023-03-15"), ("2021-01-10", "2023-03-15"),
    ])
  func heatingSeasons(start: String, lastDay: String) throws {
    let verdict = try self.example.verdict(.heating, on: start, completed: start, delivered: start)
    #expect(verdict.owner?.lastDay.description == lastDay)
    #expect(verdict.builder?.lastDay.description == lastDay)
  }

  @Test(
    "R-099: two full cooling seasons lie within one year each",
    arguments: [("2020-05-15", "2021-10-15"), ("2020-05-16", "2022-10-15"), ("2020-12-31", "2022-10-15")])
  func coolingSeasons(start: String, lastDay: String) throws {
    let verdict = try self.example.verdict(.heating, .coolingSystem, on: start, completed: start, delivered: start)
    #expect(verdict.owner?.lastDay.description == lastDay)
  }

  @Test("R-097: the owner's warranty is never shorter than what is left of the builder's")
  func neverShorter() throws {
    let text = """
      {"name": "own", "version": 1, "heatingSeason": {"from": "11-15", "to": "03-15"},
       "coolingSeason": {"from": "05-15", "to": "10-15"}, "standsAlone": [], "clauses": [
        {"id": "A", "part": "waterproofing", "owes": "builder", "start": "completion", "length": {"years": 10},
          "basis": "contract", "rule": "R-101", "chinese": "合同", "english": "contract"},
        {"id": "B", "part": "waterproofing", "owes": "developer", "start": "delivery", "length": {"years": 5},
          "basis": "law", "rule": "R-097", "chinese": "法", "english": "law"}]}
      """
    let verdict = try WarrantyTable(json: Array(text.utf8)).verdict(
      on: .waterproofing, reportedOn: try CalendarDay("2027-01-01"),
      facts: try self.example.facts(completed: "2018-05-20", delivered: "2018-09-30"))
    #expect(verdict.owner?.lastDay.description == "2028-05-20")
    #expect(verdict.owner?.isExtended == true && verdict.owner?.rule == "R-097")
    #expect(verdict.judgement == .builder)
  }

  @Test("R-101: the longest of law, contract and promise; a shorter contract changes nothing (R-094)")
  func longest() throws {
    func clause(months: Int) throws -> WarrantyClock? {
      let agreed = LongerPeriod(buildingPart: .plumbing, months: months, basis: .contract)
      return try self.example.verdict(
        .plumbing, on: "2020-07-01", completed: "2020-03-01", delivered: "2020-06-01", agreed: [agreed]
      ).owner
    }
    #expect(try clause(months: 36)?.basis == .contract)
    #expect(try clause(months: 36)?.lastDay.description == "2023-06-01")
    #expect(try clause(months: 12)?.basis == .law)
    #expect(try clause(months: 12)?.lastDay.description == "2022-06-01")
    #expect(try clause(months: 24)?.basis == .law)
  }

  @Test("R-094: without a date nothing is guessed, and what is missing is named")
  func missingDates() throws {
    let neither = try self.example.verdict(.waterproofing, on: "2023-01-03", completed: nil, delivered: nil)
    #expect(neither.judgement == nil)
    #expect(neither.obstacles == [.completionDateMissing, .deliveryDateMissing])
    let undelivered = try self.example.verdict(
      .waterproofing, on: "2023-01-03", completed: "2022-01-01", delivered: nil)
    #expect(undelivered.judgement == nil)
    #expect(undelivered.obstacles == [.deliveryDateMissing])
    #expect(undelivered.builder?.covers == true)
    let contrary = try self.example.verdict(
      .waterproofing, on: "2023-01-03", completed: "2022-01-02", delivered: "2022-01-01")
    #expect(contrary.judgement == nil)
    #expect(contrary.obstacles == [.datesContradict])
  }

  @Test("R-094: other parts have a period only where one was agreed")
  func otherParts() throws {
    let none = try self.example.verdict(.other, on: "2023-01-03", completed: "2022-01-01", delivered: "2022-02-01")
    #expect(none.obstacles == [.noPeriod])
    let agreed = LongerPeriod(buildingPart: .other, months: 12, basis: .contract)
    let some = try self.example.verdict(
      .other, on: "2023-02-01", completed: "2022-01-01", delivered: "2022-02-01", agreed: [agreed])
    #expect(some.judgement == .developerGap)
  }

  @Test("R-094: a clause speaks only of warranties that start when it is in force")
  func validity() throws {
    // The statute on energy saving is of October 2008.
    let before = try self.example.verdict(
      .waterproofing, .insulation, on: "2009-01-01", completed: "2008-09-30", delivered: "2008-09-30")
    #expect(before.obstacles == [.noPeriod])
    let after = try self.example.verdict(
      .waterproofing, .insulation, on: "2009-01-01", completed: "2008-10-01", delivered: "2008-10-01")
    #expect(after.judgement == .builder)
  }

  @Test func anItemOfAnotherPartIsRefused() throws {
    #expect(throws: Rejected.self) {
      try self.example.verdict(.heating, .roof, on: "2023-01-03", completed: "2022-01-01", delivered: "2022-02-01")
    }
  }

  @Test("R-063, R-090, R-098: who repairs follows from who answers")
  func repairParties() {
    #expect(Judgement.builder.repairParty == .builder)
    #expect(Judgement.developerGap.repairParty == .contractor)
    #expect(Judgement.developerGoodwill.repairParty == .contractor)
    #expect(Judgement.explainOnly.repairParty == .propertyOffice)
    #expect(Judgement.owner.repairParty == .propertyOffice)
  }

  @Test("R-091: the verdict explains itself in both languages, with clause, dates and days left")
  func explanation() throws {
    let verdict = try self.example.verdict(
      .waterproofing, .wetRoom, on: "2023-06-01", completed: "2018-05-20", delivered: "2018-09-30")
    #expect(
      verdict.explanation.chinese == """
        防水、防渗漏（卫生间等有防水要求的房间），报修日2023-06-01。
        施工单位保修：自竣工验收合格之日2018-05-20起5年，至2023-05-20止，已过12日（《建设工程质量管理条例》第四十条第（二）项，R-094）。
        开发商保修：自房屋交付之日2018-09-30起5年，至2023-09-30止，剩121日（《建设工程质量管理条例》第四十条第（二）项，R-097）。
        结论：施工单位保修期已满，开发商保修期未满，由开发商承担费用（R-098）。
        """)
    #expect(verdict.explanation.english.contains("5 years from completion acceptance on 2018-05-20, until 2023-05-20"))
    let unknown = try self.example.verdict(.heating, on: "2023-06-01", completed: nil, delivered: "2018-09-30")
    #expect(unknown.explanation.chinese.hasSuffix("结论：无法判定，缺少竣工验收合格日期。"))
    #expect(unknown.explanation.english.hasSuffix("Cannot be judged: the date of completion acceptance is missing."))
  }

  @Test("R-097, R-098: for any dates the builder comes first, then the developer, then nobody, and never back")
  func theOrderNeverTurns() throws {
    var generator = SeededGenerator()
    let rank: [Judgement: Int] = [.builder: 0, .developerGap: 1, .explainOnly: 2]
    let parts: [(BuildingPart, BuildingSubpart?)] = [
      (.waterproofing, nil), (.heating, nil), (.heating, .coolingSystem), (.decoration, .plaster), (.equipment, nil),
    ]
    for _ in 0..<200 {
      let completed = CalendarDay(daysSinceEpoch: Int.random(in: 12_000...19_000, using: &generator))
      let delivered = completed.adding(days: Int.random(in: 0...900, using: &generator))
      let (part, subpart) = parts.randomElement(using: &generator) ?? parts[0]
      let agreed = LongerPeriod(
        buildingPart: part, months: Int.random(in: 1...140, using: &generator),
        basis: Bool.random(using: &generator) ? .contract : .promise)
      let facts = WarrantyFacts(completedOn: completed, deliveredOn: delivered, agreed: [agreed])
      var last = 0
      for month in 0...200 {
        let day = delivered.adding(days: month * 30)
        let verdict = try self.example.table.verdict(
          on: part, subpart, reportedOn: day, facts: facts)
        let now = try #require(verdict.judgement.flatMap { rank[$0] })
        #expect(now >= last, "\(part.rawValue) \(completed) \(delivered) \(day) \(generator)")
        if let builder = verdict.builder, let owner = verdict.owner {
          #expect(owner.lastDay >= builder.lastDay, "\(generator)")
        }
        last = now
      }
    }
  }

  @Test("A table with faults names all of them")
  func everyFaultIsNamed() throws {
    let text = """
      {"name": "own", "version": 0, "heatingSeason": {"from": "02-29", "to": "03-15"},
       "coolingSeason": {"from": "05-15", "to": "10-15"}, "standsAlone": ["chimney"],
       "clauses": [{"id": "A", "part": "roof", "owes": "builder", "start": "completion", "length": {"years": 1, "months": 2},
         "basis": "law", "rule": "R-094", "chinese": "甲", "english": "a", "validFrom": "2000-02-30"}]}
      """
    do {
      _ = try WarrantyTable(json: Array(text.utf8))
      Issue.record("the table was taken")
    } catch {
      #expect(
        error.faults.map(\.path) == [
          "version", "heatingSeason.from", "standsAlone[0]", "clauses[0].part", "clauses[0].length.years",
          "clauses[0].validFrom",
        ])
    }
  }
}
