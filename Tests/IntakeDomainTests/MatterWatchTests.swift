import Foundation
import IntakeDomain
import Messages
import Testing

/// Matters that several different people complain about.
struct MatterWatchTests {
  @Test("R-039: two different people are no group, three are")
  func group() throws {
    let two = self.look([self.complaint(1), self.complaint(2)])
    #expect(two == MatterWatch.Outcome())
    let three = self.look([self.complaint(1), self.complaint(2), self.complaint(3)])
    let matter = try #require(three.matters.first)
    #expect(matter.number.text == "CLX-2023-000001-M")
    #expect(matter.hotAt == nil)
    #expect(Set(three.joined.keys.map(\.serial)) == [1, 2, 3])
    #expect(three.heated.isEmpty)
  }

  @Test("R-044: more than three different people make a matter hot, and all its complaints get the grade")
  func hot() throws {
    let outcome = self.look((1...4).map { self.complaint($0) })
    #expect(outcome.matters.map(\.hotAt) == [Report.time])
    #expect(outcome.heated.map(\.serial) == [1, 2, 3, 4])
  }

  @Test("R-039: the same person three times is one person, however he writes his telephone")
  func samePerson() {
    let complaints = ["13800138000", "138 0013 8000", "+86 138-0013-8000", "13800138000", "13900139000"].enumerated()
      .map { self.complaint($0.offset + 1, telephone: $0.element) }
    #expect(self.look(complaints) == MatterWatch.Outcome())
  }

  @Test("R-044: another building part, another building or other words are another matter")
  func differentMatters() {
    let variants = [
      self.complaint(1), self.complaint(2), self.complaint(3, part: .heating), self.complaint(4, building: "4"),
      self.complaint(5, content: "阳台门口渗水痕迹发霉严重"),
    ]
    #expect(self.look(variants) == MatterWatch.Outcome())
  }

  @Test("The garage of a building is one place for all; the bathroom of each home is its own")
  func sharedPlace() {
    let garage = [("地下车库", "车位上方漏水"), ("地下车库", "坡道积水严重"), ("地下车库", "顶板渗水滴到车上")].enumerated()
    let complaints = garage.map { self.complaint($0.offset + 1, location: $0.element.0, content: $0.element.1) }
    #expect(self.look(complaints).matters.count == 1)
    let bathrooms = garage.map { self.complaint($0.offset + 1, location: "卫生间", content: $0.element.1) }
    #expect(self.look(bathrooms).matters.isEmpty)
  }

  @Test("R-046: major and important complaints of a hot matter keep their shorter limits")
  func severerGradesStay() {
    let outcome = self.look([
      self.complaint(1, grade: .major), self.complaint(2, grade: .important), self.complaint(3), self.complaint(4),
    ])
    #expect(outcome.heated.map(\.serial) == [3, 4])
    #expect(outcome.joined.count == 4)
  }

  @Test("A complaint that joins a hot matter later gets its grade; what is known already is not told again")
  func laterComplaints() throws {
    var matter = try #require(self.look((1...4).map { self.complaint($0) }).matters.first)
    matter.hotAt = Report.time
    let known = (1...4).map { self.complaint($0, grade: .hot, matter: matter.number) }
    #expect(MatterWatch.look(at: known, known: [matter], now: Report.time) == MatterWatch.Outcome())
    let outcome = MatterWatch.look(at: known + [self.complaint(5)], known: [matter], now: Report.time)
    #expect(outcome.matters.isEmpty)
    #expect(outcome.joined.mapValues(\.text) == [self.complaint(5).number: matter.number.text])
    #expect(outcome.heated.map(\.serial) == [5])
  }

  @Test("R-044: of a place of which very many complain, the newest are compared; what was known of the others stays")
  func bounded() {
    let few = (1...4).map { self.complaint($0) }
    let others = (5..<5 + MatterWatch.mostCompared).map { serial in
      let letters = (0..<8).compactMap { UnicodeScalar(0x4E00 + serial * 8 + $0) }
      return self.complaint(serial, content: String(String.UnicodeScalarView(letters)))
    }
    #expect(self.look(others + few) == MatterWatch.Outcome())
    #expect(self.look(others.dropLast(4) + few).heated.map(\.serial) == [1, 2, 3, 4])
  }

  @Test("Praise and questions make no matter hot")
  func kinds() {
    #expect(self.look((1...5).map { self.complaint($0, kind: .enquiry) }) == MatterWatch.Outcome())
  }

  @Test("Complaints that come within ten minutes are looked at together")
  func nextLook() {
    let look = MatterWatch.nextLook(after: Report.time)
    #expect(look == Report.time.addingTimeInterval(600))
    #expect(MatterWatch.nextLook(after: Report.time.addingTimeInterval(599)) == look)
    #expect(MatterWatch.nextLook(after: look) == look.addingTimeInterval(600))
  }

  // MARK: - Values

  private func look(_ complaints: [Complaint]) -> MatterWatch.Outcome {
    MatterWatch.look(at: complaints, known: [], now: Report.time)
  }

  private func complaint(
    _ serial: Int, telephone: String? = nil, building: String = "3", location: String? = nil,
    part: BuildingPart = .waterproofing, content: String = "卫生间吊顶漏水，仍在滴水。", kind: ComplaintKind = .complaint,
    grade: Grade = .general, matter: MatterNumber? = nil
  ) -> Complaint {
    let report = Report.make(
      "r\(serial)", kind: kind, telephone: telephone ?? "1380013800\(serial)", building: building,
      unit: "\(serial)01", location: location, part: part, content: content)
    return Complaint(
      number: ComplaintNumber(project: report.unit.project, year: 2023, serial: serial), source: "/pms", report: report,
      registeredAt: report.receivedAt, category: .engineeringQuality, grade: grade, matter: matter, isUnitKnown: true)
  }
}
