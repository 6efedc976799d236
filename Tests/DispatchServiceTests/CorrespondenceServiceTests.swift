import Foundation
import Messages
import ServiceTestSupport
import TestSupport
import Testing

@testable import DispatchService

@Suite(.broker(definitions: true), .database(schemas: true)) struct CorrespondenceServiceTests {
  private static let draft = """
    "kind": "reply", "subject": "关于卫生间漏水", "body": "已安排维修。", "contact": "客户服务部 0760-8888 0000"
    """

  private func aCase(_ world: ServiceWorld, serial: Int = 1) async throws -> CaseMessages {
    let example = try CaseMessages(serial: serial)
    try await world.publish(example.registered(.waterproofing), from: .intake, version: 1)
    try await eventually("the case is there") { try await world.api.get("/cases/\(example.number)").status == 200 }
    return example
  }

  @Test("R-338, R-339: a letter is drafted, approved by another, sent with proof and received")
  func letter() async throws {
    try await ServiceWorld.run(DispatchDefinition.self) { world in
      let example = try await self.aCase(world)
      let unknown = try await world.api.post(
        "/letters", #"{"complaint": "CLX-2023-000099", \#(Self.draft), "by": "li.na"}"#)
      #expect(unknown.faults == ["complaint unknown-value"])
      let drafted = try await world.api.post(
        "/letters", #"{"complaint": "\#(example.number)", \#(Self.draft), "by": "li.na"}"#)
      #expect(drafted.status == 201)
      let path = try #require(drafted.headers["location"])
      #expect(path == "/letters/SM03-11-\(Self.year)")
      #expect(try await world.api.post("\(path)/approval", #"{"by": "li.na"}"#).status == 409)
      #expect(try await world.api.post("\(path)/approval", #"{"by": "zhao.min"}"#).status == 200)
      #expect(
        try await world.api.post("\(path)/dispatch", #"{"method": "courier", "by": "li.na"}"#).faults
          == ["proof missing"])
      let sent = try await world.api.post(
        "\(path)/dispatch", #"{"method": "courier", "proof": "SF123", "by": "li.na"}"#)
      #expect(sent.status == 200)
      let received = try await world.api.post("\(path)/receipt", #"{"receipt": "本人签收", "by": "li.na"}"#)
      #expect(received.text.contains(#""state":"received""#))
      #expect(try await world.api.get("/cases/\(example.number)/letters").text.contains("SF123"))
      #expect(try await world.api.get("/letters?state=received").faults == ["state unknown-value"])
    }
  }

  private static var year: String {
    "CLX-\(Calendar(identifier: .gregorian).component(.year, from: Date().addingTimeInterval(8 * 3600)))-0001"
  }

  @Test("R-343: letters drafted at the same time are numbered without gap, none twice, none lost")
  func numbersWithoutGap() async throws {
    try await ServiceWorld.run(DispatchDefinition.self) { world in
      let example = try await self.aCase(world)
      let body = #"{"complaint": "\#(example.number)", \#(Self.draft), "by": "li.na"}"#
      let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<12 { group.addTask { try await world.api.post("/letters", body).status } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      let issued = statuses.count { $0 == 201 }
      #expect(issued > 0 && statuses.allSatisfy { $0 == 201 || $0 == 503 })
      let serials = try await TestDatabase.current.run(
        "SELECT array_agg(serial ORDER BY serial) = array_agg(n ORDER BY n), count(*) "
          + "FROM (SELECT serial, row_number() OVER (ORDER BY serial)::int AS n FROM dispatch.letter) AS numbered")
      #expect(serials.trimmingCharacters(in: .whitespacesAndNewlines) == "t|\(issued)")
    }
  }

  @Test("R-018: a complaint by letter has its acknowledgement drafted at once, one only, and no other has")
  func acknowledgement() async throws {
    try await ServiceWorld.run(DispatchDefinition.self) { world in
      let written = try CaseMessages(serial: 1)
      try await world.publish(written.written(), from: .intake, version: 1)
      try await world.publish(written.written(), from: .intake, version: 1)
      _ = try await self.aCase(world, serial: 2)
      let letters = try await world.api.get("/letters?state=drafted").text
      #expect(letters.split(separator: #""kind":"acknowledgement""#).count == 2)
      #expect(letters.contains("CLX-2023-000001") && !letters.contains("CLX-2023-000002"))
      // Whoever approves is not the program that wrote it.
      let path = "/letters/SM03-11-\(Self.year)"
      #expect(try await world.api.post("\(path)/approval", #"{"by": "zhao.min"}"#).status == 200)
    }
  }

  @Test("R-338: a letter by e-mail leaves by the port with its text, and the address is kept nowhere")
  func email() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "letters-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try await ServiceWorld.run(DispatchDefinition.self, settings: ["NOTIFICATION_DIRECTORY": folder.path]) { world in
      let example = try await self.aCase(world)
      let drafted = try await world.api.post(
        "/letters", #"{"complaint": "\#(example.number)", \#(Self.draft), "by": "li.na"}"#)
      let path = try #require(drafted.headers["location"])
      let request = #"{"method": "email", "email": "wang@example.org", "by": "li.na"}"#
      #expect(try await world.api.post("\(path)/dispatch", request).status == 409)
      #expect(!FileManager.default.fileExists(atPath: folder.path))
      _ = try await world.api.post("\(path)/approval", #"{"by": "zhao.min"}"#)
      let stale = try await world.api.post("\(path)/dispatch", request, headers: ["If-Match": "\"99\""])
      #expect(stale.status == 412)
      #expect(!FileManager.default.fileExists(atPath: folder.path))
      for (wrong, fault) in [(#"a@b\r\nRCPT TO:<x@y>"#, "control-character"), ("no address", "invalid")] {
        let refused = try await world.api.post(
          "\(path)/dispatch", #"{"method": "email", "email": "\#(wrong)", "by": "a"}"#)
        #expect(refused.faults == ["email \(fault)"])
      }
      let missing = try await world.api.post("\(path)/dispatch", #"{"method": "email", "by": "a"}"#)
      #expect(missing.faults == ["email missing"])
      let proof = try await world.api.post("\(path)/dispatch", #"{"method": "courier", "proof": "a\nb", "by": "a"}"#)
      #expect(proof.faults == ["proof control-character"])
      #expect(!FileManager.default.fileExists(atPath: folder.path))
      let sent = try await world.api.post("\(path)/dispatch", request)
      #expect(
        sent.status == 200 && sent.text.contains(#""state":"sending""#) && !sent.text.contains("wang@example.org"))
      try await eventually("it is sent") { try await world.api.get(path).text.contains(#""state":"dispatched""#) }
      let mail = try String(
        contentsOf: folder.appending(path: "\(path.dropFirst("/letters/".count)).eml"), encoding: .utf8)
      #expect(mail.contains("To: <wang@example.org>\r\n") && mail.contains("Message-ID: <sm03-11-"))
      let body = try #require(mail.components(separatedBy: "\r\n\r\n").last)
      let text = try #require(Data(base64Encoded: body, options: .ignoreUnknownCharacters))
      #expect(String(decoding: text, as: UTF8.self).hasPrefix("已安排维修。"))
      let kept = try await TestDatabase.current.run(
        "SELECT (SELECT count(*) FROM dispatch.letter WHERE letter::text ~ 'wang@') + count(*) FROM dispatch.letter_mail"
      )
      #expect(kept.trimmingCharacters(in: .whitespacesAndNewlines) == "0")
    }
  }

  @Test("R-065, R-341: a contact sheet is numbered, and overdue after two working days without a reply")
  func contactSheet() async throws {
    let settings = [
      "CLOCK_ORIGIN": "2023-01-03T09:00:00+08:00", "CLOCK_RATE": "172800", "CLOCK_START": RFC3339.string(from: Date()),
    ]
    let body = #"""
      {"project": "CLX", "from": "customer-service", "to": "property-office", "subject": "水阀", "content": "请检查三号楼水阀",
       "by": "li.na"}
      """#
    try await ServiceWorld.run(DispatchDefinition.self, settings: settings) { world in
      let sent = try await world.api.post("/contact-sheets", body)
      #expect(sent.status == 201)
      let path = try #require(sent.headers["location"])
      #expect(path == "/contact-sheets/SM03-12-CLX-2023-0001")
      try await eventually("the limit has passed") { try await world.api.get(path).text.contains("overdueAt") }
      let reply = try await world.api.post("\(path)/reply", #"{"text": "已关阀", "by": "wang"}"#)
      #expect(reply.status == 200)
      #expect(try await world.api.post("\(path)/reply", #"{"text": "已关阀", "by": "wang"}"#).status == 200)
      #expect(try await world.api.post("\(path)/reply", #"{"text": "未关阀", "by": "wang"}"#).status == 409)
      #expect(try await !world.api.get("/contact-sheets").text.contains("SM03-12"))
      let page = try await world.api.get("\(path)/page")
      #expect(page.headers["content-type"] == "text/html; charset=utf-8" && page.text.contains("已关阀"))
    }
  }
}
