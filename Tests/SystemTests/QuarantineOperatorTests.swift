import Foundation
import Glibc
import TestSupport
import Testing

/// The operator's tool on a system with 20 broken messages, until it is clean.
@Suite(.broker(definitions: true), .database(schemas: true)) struct QuarantineOperatorTests {
  private struct Listed: Decodable {
    struct Message: Decodable {
      let lastError: String?
    }
    let id: String
    let message: Message
  }

  @Test(
    "Twenty broken messages are listed, shown, replayed after their cause is mended, or given up; then all is clean")
  func untilClean() async throws {
    let services = try FiveServices()
    var running: [RunningCommand] = []
    defer { for process in running { process.signal(SIGKILL) } }
    for name in FiveServices.names { running.append(try services.start(name)) }
    for name in FiveServices.names { try await services.waitUntilReady(name) }
    try await Self.simulate(services)
    let redress = try Tool(services)

    let verdict = try await redress.run("verify", "--grace", "30")
    #expect(verdict.status == 1)
    #expect(verdict.output.contains("20 messages"), "\(verdict.output)")
    #expect(try await redress.run("verify", "--grace", "30", "--except", "quarantine").status == 0)

    let listed = try await redress.list()
    #expect(listed.count == 20)
    let telephones = try await TestDatabase.current.run("SELECT telephone FROM intake.complaint").split(separator: "\n")
    for message in listed {
      let shown = try await redress.run("quarantine", "show", message.id)
      #expect(shown.status == 0, "\(shown.output)")
      #expect(shown.output.contains(message.message.lastError ?? "-"), "\(shown.output)")
      #expect(!telephones.contains { shown.output.contains($0) }, "\(message.id)")
    }

    // Nothing was mended yet: replaying is refused again, and the message stays.
    let tooEarly = try await redress.run("quarantine", "replay", "--all", "--code", "unknown-project")
    #expect(tooEarly.status == 1)
    #expect(tooEarly.output.contains("refused again"), "\(tooEarly.output)")
    let project = try await Command.run(
      "curl",
      [
        "--silent", "--fail-with-body", "-X", "PUT",
        "http://127.0.0.1:\(services.port(of: "intake"))/projects/NOWHERE", "-H", "Content-Type: application/json",
        "-d", #"{"name": "无名园", "worksNumber": 999}"#,
      ])
    #expect(project.status == 0, "\(project.output)")
    let replayed = try await redress.run(
      "quarantine", "replay", "--all", "--code", "unknown-project", "--reason", "the project is registered now")
    #expect(replayed.status == 0, "\(replayed.output)")

    let rest = try await redress.list()
    #expect(rest.count == 19)
    let unexplained = try await redress.run("quarantine", "discard", rest[0].id)
    #expect(unexplained.status == 64, "no reason was given")
    for message in rest {
      let discarded = try await redress.run(
        "quarantine", "discard", message.id, "--reason", "the sender has been told: \(message.message.lastError ?? "")")
      #expect(discarded.status == 0, "\(discarded.output)")
    }
    #expect(try await redress.list().isEmpty)
    let clean = try await redress.run("verify", "--grace", "60")
    #expect(clean.status == 0, "\(clean.output)")
    #expect(
      try await TestDatabase.current.run(
        "SELECT action, count(*), count(DISTINCT person), count(reason) FROM intake.quarantine_note GROUP BY 1 ORDER BY 1"
      )
        == "discard|19|1|19\nreplay|2|1|1")

    let number = try await TestDatabase.current.run(
      "SELECT number FROM intake.complaint WHERE project = 'NOWHERE'")
    let timeline = try await redress.run("case", number)
    #expect(timeline.output.contains("投诉已登记 complaint registered"), "\(timeline.output)")
  }

  /// Complaints, all of whose cases are closed at the end, and every kind of broken message among them.
  private static func simulate(_ services: FiveServices) async throws {
    let data = TestEnvironment.projectDirectory.appending(path: "deploy/data/hpd-complaints-2023.csv")
    let world = try await within(.seconds(300), "the simulator ends") {
      try await Command.run(
        FiveServices.products.appending(path: "simulator").path,
        ["--data", data.path, "--count", "40", "--repeats", "5", "--broken", "20", "--immediate", "--seed", "3"],
        environment: try services.outsideEnvironment())
    }
    #expect(world.status == 0, "\(world.output.suffix(1000))")
    try await eventually(within: .seconds(60), "all broken messages have arrived") {
      try await TestDatabase.current.run("SELECT count(*) FROM intake.inbox_message WHERE state = 'quarantined'")
        == "20"
    }
  }

  /// `redress` with the environment that deploy/dev/start.sh writes.
  private struct Tool {
    private let environment: [String: String]

    init(_ services: FiveServices) throws {
      var environment = [
        "AUDITOR_DATABASE_URL": try TestDatabase.current.url(role: "auditor"), "REDRESS_OPERATOR": "li.na",
      ]
      for name in FiveServices.names {
        environment["\(name.uppercased())_ADMIN_URL"] = "http://127.0.0.1:\(services.port(of: name, admin: true))"
      }
      self.environment = environment
    }

    func run(_ arguments: String...) async throws -> Command.Result {
      try await Command.run(
        FiveServices.products.appending(path: "redress").path, arguments, environment: self.environment)
    }

    func list() async throws -> [Listed] {
      let answer = try await self.run("quarantine", "list", "--json")
      return try JSONDecoder().decode([Listed].self, from: Data(answer.output.utf8))
    }
  }
}
