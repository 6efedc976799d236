import ContractorsDomain
import Messages
import TestSupport
import Testing

/// Award and numbering.
@Suite struct CommissionDeskTests {
  private func judged(_ serial: Int, project: Project = Example.project, trade: Trade = .waterproofing) throws
    -> RepairOrder
  {
    var order = RepairOrder(Example.request(trade: trade, serial: serial, project: project))
    _ = try order.survey(Example.survey())
    return order
  }

  @Test("R-141: the letter is numbered by prefix, works number and serial")
  func theLetterHasANumber() throws {
    var desk = Example.desk()
    var order = try self.judged(1)
    let awarded = desk.award(&order, now: Example.now)
    let event = try #require(awarded)
    #expect(event.commission.text == "COBZS001/WXWT001")
    #expect(event.contractorName == "WX-01 工程有限公司")
    #expect(order.state == .commissioned)
  }

  @Test("R-142: serials count per project without gaps, and widen past 999")
  func serialsCountPerProject() throws {
    var desk = Example.desk(lastSerial: 998)
    var numbers: [String] = []
    for (serial, project) in [(1, Example.project), (2, Example.otherProject), (3, Example.project)] {
      var order = try self.judged(serial, project: project)
      let event = desk.award(&order, now: Example.now)
      numbers.append(try #require(event).commission.text)
    }
    #expect(numbers == ["COBZS001/WXWT999", "COBZS002/WXWT001", "COBZS001/WXWT1000"])
  }

  @Test func theContractorWithTheFewestOpenOrdersIsNextAmongEqualsTheFirstCode() throws {
    var desk = Example.desk([("WX-01", 2), ("WX-03", 0), ("WX-02", 0)])
    var awarded: [String] = []
    for serial in 1...6 {
      var order = try self.judged(serial)
      let event = desk.award(&order, now: Example.now)
      awarded.append(try #require(event).contractor.text)
    }
    #expect(awarded == ["WX-02", "WX-03", "WX-02", "WX-03", "WX-01", "WX-02"])
  }

  @Test("R-125: without a listed contractor of the trade the order waits, and no number is used")
  func theOrderWaitsForAContractor() throws {
    var desk = Example.desk()
    var order = try self.judged(1, trade: .heating)
    let nothing = desk.award(&order, now: Example.now)
    #expect(nothing == nil)
    #expect(order.state == .judged)
    _ = try desk.list(Example.contractor("NT-01", [.heating]))
    let event = desk.award(&order, now: Example.now)
    #expect(event?.commission.serial == 1)
  }

  @Test func anOrderIsAwardedOnce() throws {
    var desk = Example.desk()
    var order = try self.judged(1)
    _ = desk.award(&order, now: Example.now)
    let before = order
    let again = desk.award(&order, now: Example.now)
    #expect(again == nil)
    #expect(order == before)
    #expect(desk.series[Example.project.code]?.lastSerial == 1)
  }

  @Test func listingAgainChangesNothingAndKeepsTheOrdersInHand() throws {
    var register = Example.register([("WX-01", 3)])
    let again = try register.list(Example.contractor("WX-01"))
    #expect(!again)
    let changed = try register.list(Example.contractor("WX-01", [.plumbing]))
    #expect(changed)
    let entry = try #require(register[ContractorCode("WX-01")!])
    #expect(entry.openOrders == 3)
    #expect(entry.contractor.trades == [.plumbing])
  }

  @Test func aBrokerUserIsOneContractor() throws {
    var register = Example.register([("WX-01", 0)])
    let second = Example.contractor("WX-02", brokerUser: "contractor-wx-01")
    #expect(refusal { _ = try register.list(second) } == [.conflict])
    #expect(register[second.code] == nil)
    #expect(register.contractor(brokerUser: "contractor-wx-01")?.code.text == "WX-01")
  }

  @Test func aProjectKeepsItsWorksNumberAndSharesItWithNobody() throws {
    let registered = ProjectRegistered(
      project: Example.project.code, name: "翠林兰溪园", worksNumber: 1, registeredAt: Example.now)
    #expect(try Project.register(registered, beside: []) == Example.project)
    #expect(try Project.register(registered, beside: [Example.project]) == nil)
    let renumbered = Project(code: Example.project.code, worksNumber: 7)
    #expect(refusal { _ = try Project.register(registered, beside: [renumbered]) } == [.conflict])
    let namesake = Project(code: Example.otherProject.code, worksNumber: 1)
    #expect(refusal { _ = try Project.register(registered, beside: [namesake]) } == [.conflict])
  }

  @Test("R-142: random awards over two projects leave no gap, and loads never differ by more than one")
  func randomAwards() throws {
    var random = SeededGenerator()
    for _ in 0..<50 {
      var desk = Example.desk([("WX-01", 0), ("WX-02", 0), ("WX-03", 0)])
      var serials: [ProjectCode: [Int]] = [:]
      for serial in 1...40 {
        let project = Bool.random(using: &random) ? Example.project : Example.otherProject
        var order = try self.judged(serial, project: project)
        let event = desk.award(&order, now: Example.now)
        serials[project.code, default: []].append(try #require(event, "\(random)").commission.serial)
      }
      for issued in serials.values { #expect(issued == Array(1...issued.count), "\(random)") }
      let loads = ["WX-01", "WX-02", "WX-03"].compactMap { desk.register[ContractorCode($0)!]?.openOrders }
      #expect((loads.max() ?? 0) - (loads.min() ?? 0) <= 1, "\(random)")
    }
  }
}
