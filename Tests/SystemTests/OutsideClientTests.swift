import Foundation
import Glibc
import TestSupport
import Testing

/// A client that knows nothing of this code, with the commands of the README.
@Suite(.broker(definitions: true), .database(schemas: true)) struct OutsideClientTests {
  @Test("amqp-publish hands in the README's complaint as a structured CloudEvent, and it is registered")
  func amqpPublish() async throws {
    let services = try FiveServices()
    let intake = try services.start("intake")
    defer { intake.signal(SIGKILL) }
    try await services.waitUntilReady("intake")
    let address = "http://127.0.0.1:\(services.port(of: "intake"))"
    let project = try await Command.run(
      "curl",
      [
        "--silent", "--show-error", "--fail-with-body", "-X", "PUT", "\(address)/projects/CLX",
        "-H", "Content-Type: application/json", "-d", #"{"name": "翠林兰溪园", "worksNumber": 1}"#,
      ])
    #expect(project.status == 0, "\(project.output)")
    let published = try await Command.run(
      "amqp-publish",
      [
        "--url=\(try TestBroker.current.amqpURL(user: "pms"))", "-e", "inbound", "-r", "complaint.reported.v1.pms",
        "-C",
        "application/cloudevents+json", "-p",
      ], input: Data(try Self.complaintOfTheReadme().utf8))
    #expect(published.status == 0, "\(published.output)")
    try await eventually("the complaint is registered") {
      let shown = try await Command.run(
        "curl", ["--silent", "\(address)/complaints?source=/pms&reference=PMS-1"])
      return shown.output.contains(#""number":"CLX-"#) && shown.output.contains("138****8000")
    }
  }

  /// The JSON between the two lines `JSON` of the README.
  private static func complaintOfTheReadme() throws -> String {
    let readme = try String(contentsOf: TestEnvironment.projectDirectory.appending(path: "README.md"), encoding: .utf8)
    let block = try #require(readme.firstMatch(of: /<<'JSON'\n((?s:.)*?)\nJSON\n/)?.1)
    return String(block)
  }
}
