import Foundation
import Glibc
import TestSupport

@testable import IntakeService

/// A real S3-compatible store on this machine, with one bucket and one key, which looks at every signature.
struct ObjectStore: Sendable {
  static let bucket = "evidence"

  let port: Int
  let name: String
  let secret: String
  /// Where it says what it was asked for.
  let log: URL
  /// PEM, where it speaks TLS.
  let certificate: URL?

  /// Starts one, runs `body` and ends it. Its program is installed with the first.
  static func run(tls: Bool = false, _ body: @Sendable (ObjectStore) async throws -> Void) async throws {
    let project = TestEnvironment.projectDirectory
    let directory = FileManager.default.temporaryDirectory.appending(path: "object-store-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let (key, certificate) = (directory.appending(path: "key.pem"), directory.appending(path: "certificate.pem"))
    if tls {
      let made = try await Command.run(
        "openssl",
        ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
          + ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
          + ["-keyout", key.path, "-out", certificate.path])
      guard made.status == 0 else { throw TestSupportError("openssl: \(made.output)") }
    }
    let program = try RunningCommand(
      try await EvidenceTools.path("python"),
      [project.appending(path: "deploy/dev/object-store.py").path, Self.bucket]
        + (tls ? [certificate.path, key.path] : []), outputFile: directory.appending(path: "log"))
    defer { program.signal(SIGKILL) }
    try await eventually(within: .seconds(60), "the object store listens") { Self.line(program) != nil }
    guard let words = Self.line(program), let port = Int(words[1]) else { throw TestSupportError(program.output) }
    try await body(
      ObjectStore(
        port: port, name: words[2], secret: words[3], log: program.outputFile, certificate: tls ? certificate : nil))
  }

  private static func line(_ program: RunningCommand) -> [String]? {
    program.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
      .first { $0.count == 4 && $0[0] == "listening" }
  }

  /// What intake is configured with.
  /// - Parameter port: of a proxy in between.
  func settings(port: Int? = nil) -> [String: String] {
    var settings = [
      "EVIDENCE_S3_ENDPOINT": "\(self.certificate == nil ? "http" : "https")://127.0.0.1:\(port ?? self.port)",
      "EVIDENCE_S3_BUCKET": Self.bucket, "EVIDENCE_S3_ACCESS_KEY": self.name, "EVIDENCE_S3_SECRET": self.secret,
    ]
    settings["EVIDENCE_S3_CA_FILE"] = self.certificate?.path
    return settings
  }
}
