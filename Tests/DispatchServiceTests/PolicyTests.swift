import DispatchDomain
import DurableMessaging
import Foundation
import Logging
import Messages
import Messaging
import Policy
import ServiceRuntime
import ServiceTestSupport
import TestSupport
import Testing
import WorkCalendar

@testable import DispatchService

/// Projects that go by different policies.
@Suite struct PolicyTests {
  /// CLX goes by Vanke's from 5 January 2023 on, NJX always, and all projects of one company.
  private let handler: DispatchHandler

  init() throws {
    let register = try PolicyRegister(
      [.cohl, .vanke],
      assignments: [
        PolicyAssignment(
          .project(try #require(ProjectCode("CLX"))), profile: "vanke", from: try CalendarDay("2023-01-05")),
        PolicyAssignment(
          .project(try #require(ProjectCode("NJX"))), profile: "vanke", from: try CalendarDay("2000-01-01")),
        PolicyAssignment(.company("北京公司"), profile: "vanke", from: try CalendarDay("2000-01-01")),
      ])
    self.handler = try DispatchHandler(
      policies: register, from: CalendarDay("2023-01-03"), calendar: .mainlandChina,
      warranty: try WarrantyTable.national())
  }

  @Test("R-011, R-047: the same complaint of two projects has the limits and the unit of each one's policy")
  func twoProjects() throws {
    var state = DispatchState(cases: CaseBook(cases: [], notes: []))
    let first = try self.open("CLX", &state, at: "2023-01-03T10:00:00+08:00")
    let second = try self.open("NJX", &state, at: "2023-01-03T10:00:00+08:00")
    #expect(first.timer(.reply)?.limit.policy.description == "cohl/1")
    #expect(first.timer(.reply)?.limit.terms == .limit(try Limit(2, .workingDays)))
    #expect(first.unit == .projectDepartment)
    #expect(second.timer(.reply)?.limit.policy.description == "vanke/1")
    #expect(second.timer(.reply)?.limit.terms == .limit(try Limit(24, .workingDayHours)))
    // R-064
    #expect(second.unit == .customerService)
  }

  @Test("R-011: a project has the policy of its company, where the company of the project is known")
  func company() throws {
    let project = try #require(ProjectCode("BJX"))
    var state = DispatchState(cases: CaseBook(cases: [], notes: []), companies: [(project, "北京公司")])
    let told = try self.open("BJX", &state, at: "2023-01-03T10:00:00+08:00")
    #expect(told.timer(.reply)?.limit.policy.description == "vanke/1")
    let other = try self.open("SHX", &state, at: "2023-01-03T10:00:00+08:00")
    #expect(other.timer(.reply)?.limit.policy.description == "cohl/1")
  }

  @Test("R-011: when a project changes its policy, running limits keep theirs, and what begins then has the new one")
  func change() throws {
    var state = DispatchState(cases: CaseBook(cases: [], notes: []))
    let opened = try self.open("CLX", &state, at: "2023-01-03T10:00:00+08:00")
    let (answered, effects) = try self.act(
      .reply(CasePlan("周六上午查勘")), on: opened, &state, at: "2023-01-05T10:00:00+08:00")
    #expect(answered.timer(.survey)?.limit.policy.description == "cohl/1")
    #expect(answered.timer(.reply)?.limit.policy.description == "cohl/1")
    #expect(answered.timer(.handling)?.limit.policy.description == "vanke/1")
    // The row of each deadline names the version that set it.
    let handling = try #require(effects.deadlinesToSet.first { $0.name == "handling" })
    #expect(String(decoding: handling.payload, as: UTF8.self).contains("vanke"))
    // A deadline of a running limit goes on by its own version.
    let time = try Self.time("2023-01-06T00:00:00+08:00")
    var fired = Effects()
    _ = try self.handler.handle(
      .deadline(Deadline(subject: opened.number.text, name: "survey", dueAt: time, payload: [])), state: &state,
      now: time, effects: &fired)
    let next = try #require(fired.deadlinesToSet.first { $0.name == "survey" })
    #expect(String(decoding: next.payload, as: UTF8.self).contains("cohl"))
  }

  private func open(_ project: String, _ state: inout DispatchState, at time: String) throws -> Case {
    let message = try CaseMessages(serial: 1, project: project).registered(.heating)
    let envelope = Envelope(
      id: UUID().uuidString, source: "/intake", type: ComplaintRegistered.type, subject: message.subject, time: Date(),
      aggregateVersion: 1, data: try MessageCoding.encode(message))
    let transport = CloudEventsCodec.encode(envelope, exchange: Service.intake.exchange)
    let arrival = Arrival(key: UUID(), consumer: "test", transport: transport, envelope: .success(envelope))
    var effects = Effects()
    let reply = try self.handler.handle(
      .message(arrival, envelope), state: &state, now: try Self.time(time), effects: &effects)
    guard case .ofCase(let opened) = reply else { throw TestSupportError("no case") }
    return opened
  }

  private func act(
    _ deed: CaseAction.Deed, on standing: Case, _ state: inout DispatchState, at time: String
  ) throws -> (Case, Effects) {
    var effects = Effects()
    let reply = try self.handler.handle(
      .action(.onCase(CaseAction(standing.number, deed, by: "li.na"))), state: &state, now: try Self.time(time),
      effects: &effects)
    guard case .ofCase(let changed) = reply else { throw TestSupportError("no case") }
    return (changed, effects)
  }

  private static func time(_ text: String) throws -> Date { try #require(RFC3339.date(from: text)) }
}

/// The same with a real service, its files and what the register tells it.
@Suite(.broker(definitions: true), .database(schemas: true)) struct PolicyServiceTests {
  @Test("R-011: dispatch knows the company of a project from the register, and goes by the company's policy")
  func companies() async throws {
    let directory = try PolicyFiles()
    defer { directory.remove() }
    try await ServiceWorld.run(DispatchDefinition.self, settings: ["POLICY_DIRECTORY": directory.path]) { world in
      let (one, two) = (try CaseMessages(serial: 1), try CaseMessages(serial: 1, project: "NJX"))
      try await world.publish(
        ProjectChanged(project: two.number.project, name: "南京", company: "南京公司", changedAt: Date()), from: .intake)
      try await eventually("the project is known") {
        try await TestDatabase.current.run("SELECT company FROM dispatch.property_project").contains("南京公司")
      }
      for example in [one, two] {
        try await world.publish(example.registered(.heating), from: .intake, version: 1)
      }
      for (example, policy) in [(one, "cohl"), (two, "vanke")] {
        try await eventually("the case is there") {
          try await world.api.get("/cases/\(example.number)").status == 200
        }
        let limits = try await world.api.get("/cases/\(example.number)/deadlines")
        #expect(limits.text.contains(#""profile":"\#(policy)""#), "\(limits.text)")
      }
    }
  }

  @Test("R-011: running limits of a version that is gone are an error when the service starts")
  func unknownVersion() async throws {
    try await ServiceWorld.run(DispatchDefinition.self) { _ in }
    _ = try await TestDatabase.current.run(
      """
      INSERT INTO dispatch.deadline (subject, name, due_at, payload)
      VALUES ('CLX-2023-000001', 'reply', now() + interval '1 day', '{"profile": "own", "version": 3}')
      """)
    let configuration = try ServiceConfiguration(
      service: .dispatch, settings: DispatchDefinition.settings,
      environment: [
        "AMQP_URL": try TestBroker.current.amqpURL(user: "dispatch"),
        "DATABASE_URL": try TestDatabase.current.url(role: "dispatch"), "HTTP_PORT": "0", "ADMIN_PORT": "0",
      ])
    let instance = try ServiceInstance(
      DispatchDefinition.self, configuration: configuration,
      logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    let failure = await #expect(throws: ServiceFailure.self) { try await instance.run() }
    #expect(failure.map { "\($0)" }?.contains("own/3") == true)
  }
}

/// A directory of released policy files: one company goes by another profile.
private struct PolicyFiles {
  private static let assignments =
    #"{"assignments": [{"company": "南京公司", "profile": "vanke", "from": "2000-01-01"}]}"#
  private static let checksum = "44ff94b9d1c9dcf9a03d12f0ebae327f14605d23c678fb2aec5e1a4e2c2404c9"

  let path: String

  init() throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: "policies-\(UUID())")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    try Data(Self.assignments.utf8).write(to: directory.appending(path: "assignments.json"))
    try Data("\(Self.checksum)  assignments.json\n".utf8).write(to: directory.appending(path: "SHA256SUMS"))
    self.path = directory.path
  }

  func remove() { try? FileManager.default.removeItem(atPath: self.path) }
}
