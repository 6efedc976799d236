import Foundation
import Messages
import ServiceTestSupport
import TestSupport
import Testing

@testable import IntakeService

@Suite(.broker(definitions: true), .database(schemas: true)) struct ProspectRouteTests {
  @Test("R-032: a prospect met in a service contact is kept on SM03-14, and taken over by sales once")
  func prospects() async throws {
    let issuer = try TestIssuer()
    try await ServiceWorld.run(IntakeDefinition.self, settings: issuer.settings) { world in
      let all = try issuer.token([.informationSupervisor])
      _ = try await world.api.ask("PUT", "/projects/CLX", #"{"name": "翠林兰溪园", "worksNumber": 1}"#, as: all)
      let service = try issuer.token([.customerServiceRepresentative], projects: ["CLX"], subject: "li.na")
      let sales = try issuer.token([.salesRepresentative], projects: ["CLX"], subject: "sun.li")
      let elsewhere = try issuer.token([.salesRepresentative], projects: ["HBR"])
      #expect(try await world.api.ask("POST", "/prospects", Self.body, as: elsewhere).status == 403)
      var numbers: [String] = []
      for _ in 1...2 {
        let answer = try await world.api.ask("POST", "/prospects", Self.body, as: service)
        #expect(answer.status == 201 && !answer.text.contains("13900139000"), "\(answer.text)")
        numbers.append(try answer.decode(Shown.self).number)
      }
      #expect(numbers.map { $0.suffix(4) } == ["0001", "0002"])
      let late = Self.body.replacing("2023-01-03", with: "2999-01-03")
      #expect(try await world.api.ask("POST", "/prospects", late, as: service).faults == ["metAt in-the-future"])
      let unknown = Self.body.replacing("CLX", with: "NOWHERE")
      #expect(try await world.api.ask("POST", "/prospects", unknown, as: all).faults == ["project unknown-project"])

      let path = "/prospects/\(numbers[0])"
      #expect(try await world.api.ask("GET", path, as: service).status == 403)
      let list = try await world.api.ask("GET", "/prospects", as: sales)
      #expect(list.text.contains("139****9000") && !list.text.contains("13900139000"))
      // Who has sent him is an owner, often with his home.
      #expect(!list.text.contains("1201"))
      let shown = try await world.api.ask("GET", path, as: sales)
      #expect(shown.status == 200 && shown.text.contains("13900139000") && shown.text.contains("1201"))
      let auditor = try issuer.token([.auditor])
      let reads = try await world.api.ask("GET", "/personal-data-reads", as: auditor)
      #expect(reads.text.contains(#""kind":"prospect""#) && reads.text.contains(numbers[0]))

      #expect(try await world.api.ask("POST", "\(path)/follow-up", "{}", as: service).status == 403)
      let taken = try await world.api.ask("POST", "\(path)/follow-up", "{}", as: sales)
      #expect(taken.status == 200 && taken.text.contains(#""followUpBy":"sun.li""#))
      #expect(try await world.api.ask("POST", "\(path)/follow-up", "{}", as: sales).status == 409)
      let waiting = try await world.api.ask("GET", "/prospects", as: sales).decode(Page.self)
      #expect(waiting.prospects.map(\.number) == [numbers[1]])
      let everybody = try await world.api.ask("GET", "/prospects?follow-up=all", as: sales).decode(Page.self)
      #expect(everybody.prospects.map(\.number) == numbers)
      let (first, second) = (numbers[0], numbers[1])
      for (query, expected) in [("follow-up=all&limit=1", [first]), ("follow-up=all&after=\(first)", [second])] {
        for token in [sales, all] {
          let page = try await world.api.ask("GET", "/prospects?\(query)", as: token).decode(Page.self)
          #expect(page.prospects.map(\.number) == expected)
        }
      }
      #expect(
        try await world.api.ask("GET", "/prospects?follow-up=all", as: elsewhere).decode(Page.self).prospects.isEmpty)
    }
  }

  private static let body = """
    {"project": "CLX", "person": {"surname": "林", "telephone": "13900139000"}, "channel": "hotline",
     "metAt": "2023-01-03T09:12:00+08:00", "demandType": "三房", "demandArea": "110 平方米", "budget": "300 万",
     "preferences": "朝南", "referredBy": "3 栋 1201 业主"}
    """

  private struct Shown: Decodable { let number: String }
  private struct Page: Decodable { let prospects: [Shown] }
}
