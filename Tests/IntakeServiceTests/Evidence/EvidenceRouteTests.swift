import Foundation
import Messages
import ServiceTestSupport
import TestSupport
import Testing

@testable import IntakeService

@Suite(.broker(definitions: true), .database(schemas: true)) struct EvidenceRouteTests {
  @Test("R-038: evidence is kept with author, time and checksum, once, shown without its place, and never changed")
  func evidence() async throws {
    try await ServiceWorld.runWithEvidence { world, _ in
      try await ComplaintExample.registerProject(world)
      let created = try await world.api.post("/complaints", ComplaintExample.body)
      let path = try #require(created.headers["location"]) + "/evidence"
      let picture = Self.png(text: "GPS")
      let kept = try await world.api.post("\(path)?name=%E5%90%8A%E9%A1%B6", bytes: picture, contentType: "image/png")
      #expect(kept.status == 201, "\(kept.text)")
      #expect(kept.text.contains("吊顶") && kept.text.contains(EvidenceDirectory.checksum(of: picture)))
      #expect(try await world.api.post(path, bytes: picture, contentType: "image/png").status == 200)
      let shown = try await world.api.get("\(path)/1")
      #expect(shown.status == 200 && shown.headers["content-type"] == "image/png")
      #expect(shown.headers["x-content-type-options"] == "nosniff")
      #expect(Array(shown.body) == Self.png(text: nil))
      #expect(Array(try await world.api.get("\(path)/1/original?reason=handling").body) == picture)
      #expect(try await world.api.get("\(path)/2").status == 404)
      let page = try await world.api.post(path, "<html>", contentType: "image/png")
      #expect(page.status == 422)
      #expect(try await world.api.post(path, "x", contentType: "text/html").status == 415)
      let elsewhere = path.replacingOccurrences(of: "000001", with: "000002")
      #expect(try await world.api.post(elsewhere, bytes: picture, contentType: "image/png").status == 404)
      #expect(try await world.api.get(path).text.components(separatedBy: "\"checksum\"").count == 2)
      for change in ["UPDATE intake.evidence SET name = 'x'", "DELETE FROM intake.evidence"] {
        let error = await #expect(throws: TestSupportError.self) { try await TestDatabase.current.run(change) }
        #expect(error?.description.contains("R-038") == true)
      }
    }
  }

  @Test("R-038: others see a film and a photo of a telephone without their place; the originals stay as they came")
  func media() async throws {
    try await ServiceWorld.runWithEvidence { world, _ in
      try await ComplaintExample.registerProject(world)
      let path = try #require(try await world.api.post("/complaints", ComplaintExample.body).headers["location"])
      for (index, (name, type)) in [
        ("photo.heic", "image/heic"), ("film.mp4", "video/mp4"), ("film.mov", "video/quicktime"),
        ("photo.webp", "image/webp"),
      ].enumerated() {
        let file = Array(
          try Data(contentsOf: TestEnvironment.projectDirectory.appending(path: "Tests/Media/\(name)")))
        let kept = try await world.api.post("\(path)/evidence", bytes: file, contentType: type)
        #expect(kept.status == 201, "\(kept.text)")
        #expect(kept.text.contains(EvidenceDirectory.checksum(of: file)))
        let shown = try await world.api.get("\(path)/evidence/\(index + 1)")
        #expect(shown.headers["content-type"] == type)
        #expect(shown.body.firstRange(of: Data("Secret".utf8)) == nil && Array(shown.body) != file)
        #expect(Array(try await world.api.get("\(path)/evidence/\(index + 1)/original?reason=handling").body) == file)
      }
    }
  }

  @Test("R-329: each look at original evidence is written down with its reason; what others see is no look")
  func originals() async throws {
    try await ServiceWorld.runWithEvidence { world, _ in
      try await ComplaintExample.registerProject(world)
      let complaint = try #require(try await world.api.post("/complaints", ComplaintExample.body).headers["location"])
      let path = "\(complaint)/evidence"
      let picture = Self.png(text: "GPS")
      #expect(try await world.api.post(path, bytes: picture, contentType: "image/png").status == 201)
      #expect(try await world.api.get("\(path)/1").status == 200)
      #expect(try await world.api.get("\(path)/1/original").faults == ["reason missing"])
      #expect(try await world.api.get("\(path)/1/original?reason=boredom").faults == ["reason unknown-value"])
      #expect(try await world.api.get("\(path)/2/original?reason=handling").status == 404)
      let looks = "SELECT kind, complaint, item, reason FROM intake.personal_data_read WHERE kind = 'original-evidence'"
      #expect(try await TestDatabase.current.run(looks) == "")
      let original = try await world.api.get("\(path)/1/original?reason=investigation")
      #expect(Array(original.body) == picture && original.headers["cache-control"] == "no-store")
      let number = complaint.dropFirst("/complaints/".count)
      #expect(try await TestDatabase.current.run(looks) == "original-evidence|\(number)|1|investigation")
      #expect(try await world.api.get("/personal-data-reads?number=\(number)").text.contains("original-evidence"))
    }
  }

  @Test(
    "R-038: evidence goes into a bucket; while it is away, intake says so, works on, and notes no file without its bytes"
  )
  func bucket() async throws {
    try await ObjectStore.run { store in
      let proxy = try TCPProxy(serverPorts: [store.port])
      defer { proxy.stop() }
      try await ServiceWorld.run(IntakeDefinition.self, settings: store.settings(port: Int(proxy.port))) { world in
        try await ComplaintExample.registerProject(world)
        let created = try await world.api.post("/complaints", ComplaintExample.body)
        let path = try #require(created.headers["location"]) + "/evidence"
        let picture = Self.png(text: "GPS")
        #expect(try await world.api.post(path, bytes: picture, contentType: "image/png").status == 201)
        #expect(Array(try await world.api.get("\(path)/1").body) == Self.png(text: nil))
        #expect(Array(try await world.api.get("\(path)/1/original?reason=handling").body) == picture)
        #expect(try await world.admin.get("/health/ready").text.contains("files can be kept"))

        // Nobody listens where the store was.
        proxy.stop()
        let refused = try await world.api.post(path, bytes: Self.png(text: "other"), contentType: "image/png")
        #expect(refused.status == 503 && refused.text.contains("try again"), "\(refused.text)")
        #expect(try await world.api.get("\(path)/1").status == 503)
        #expect(try await world.api.get(path).text.components(separatedBy: "\"checksum\"").count == 2)
        let health = try await world.admin.get("/health/ready")
        #expect(health.status == 200 && health.text.contains("degraded") && health.text.contains("cannot be reached"))
        #expect(!health.text.contains(store.secret))
      }
    }
  }

  @Test("A store of evidence that accepts connections and says nothing leaves intake in service")
  func silentStore() async throws {
    let behind = try TCPProxy(serverPorts: [1])
    let proxy = try TCPProxy(serverPorts: [Int(behind.port)])
    proxy.freeze()
    defer {
      proxy.stop()
      behind.stop()
    }
    let settings = [
      "EVIDENCE_S3_ENDPOINT": "http://127.0.0.1:\(proxy.port)", "EVIDENCE_S3_BUCKET": "evidence",
      "EVIDENCE_S3_ACCESS_KEY": "redress", "EVIDENCE_S3_SECRET": "guarded",
    ]
    try await ServiceWorld.run(IntakeDefinition.self, settings: settings) { world in
      let health = try await world.admin.get("/health/ready")
      #expect(health.status == 200 && health.text.contains(#""status":"degraded""#), "\(health.text)")
      #expect(health.text.contains("no answer within 2.0 seconds"))
    }
  }

  @Test(
    "R-329, R-330, R-332: a letter is shown to whoever works on the open case, with a reason, and each look is noted",
    arguments: [false, true]) func documents(isClosed: Bool) async throws
  {
    let issuer = try TestIssuer()
    let standing = isClosed ? #"{"state": "closed", "closedAt": "2023-02-01T00:00:00Z"}"# : #"{"state": "assigned"}"#
    try await StubHTTP.run { _ in
      (200, standing)
    } _: { dispatch in
      let settings = issuer.settings.merging(["DISPATCH_URL": dispatch]) { $1 }
      try await ServiceWorld.runWithEvidence(settings: settings) { world, _ in
        let all = try issuer.token([.informationSupervisor])
        _ = try await world.api.ask("PUT", "/projects/CLX", #"{"name": "翠林兰溪园", "worksNumber": 1}"#, as: all)
        let taken = try await world.api.ask("POST", "/complaints", ComplaintExample.body, as: all)
        let path = try #require(taken.headers["location"]) + "/evidence"
        for (file, type) in [
          ("%PDF-1.4\n%%EOF\n", "application/pdf"), ("#!AMR\nhello", "audio/amr"), ("OggS and so on", "audio/x-m4a"),
        ] {
          let headers = ["Authorization": "Bearer \(all)"]
          let kept = try await world.api.send("POST", path, file, contentType: type, headers: headers)
          #expect(kept.status == 201, "\(kept.text)")
        }
        let worker = try issuer.token([.customerServiceRepresentative], projects: ["CLX"], subject: "li.na")
        let leader = try issuer.token([.generalManager])
        for position in 1...3 {
          #expect(try await world.api.ask("GET", "\(path)/\(position)", as: worker).faults == ["reason missing"])
          #expect(try await world.api.ask("GET", "\(path)/\(position)?reason=handling", as: leader).status == 403)
          let shown = try await world.api.ask("GET", "\(path)/\(position)?reason=handling", as: worker)
          #expect(shown.status == (isClosed ? 403 : 200))
          #expect(isClosed || shown.headers["cache-control"] == "no-store")
        }
        let looks = try await TestDatabase.current.run(
          "SELECT item, person, reason FROM intake.personal_data_read WHERE kind = 'evidence' ORDER BY id")
        #expect(looks == (isClosed ? "" : "1|li.na|handling\n2|li.na|handling\n3|li.na|handling"))
      }
    }
  }

  @Test("R-038: when the second of two files cannot be kept, the first may lie there, and no row speaks of it")
  func failureInBetween() async throws {
    try await ServiceWorld.runWithEvidence { world, directory in
      try await ComplaintExample.registerProject(world)
      let created = try await world.api.post("/complaints", ComplaintExample.body)
      let path = try #require(created.headers["location"]) + "/evidence"
      // What others would see is there already, and somebody has changed it.
      let shown = directory.appending(path: EvidenceKey.key(EvidenceDirectory.checksum(of: Self.png(text: nil))))
      try FileManager.default.createDirectory(at: shown.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data("changed".utf8).write(to: shown)
      let picture = Self.png(text: "GPS")
      #expect(try await world.api.post(path, bytes: picture, contentType: "image/png").status == 503)
      let store = EvidenceDirectory(path: directory.path)
      #expect(try await store.get(checksum: EvidenceDirectory.checksum(of: picture)) == picture)
      #expect(try await TestDatabase.current.run("SELECT count(*) FROM intake.evidence") == "0")
      // Once it is mended, the same request is fulfilled.
      try FileManager.default.removeItem(at: shown)
      #expect(try await world.api.post(path, bytes: picture, contentType: "image/png").status == 201)
    }
  }

  private static func png(text: String?) -> [UInt8] {
    func chunk(_ type: String, _ content: String) -> [UInt8] {
      [0, 0, 0, UInt8(content.utf8.count)] + Array(type.utf8) + Array(content.utf8) + [1, 2, 3, 4]
    }
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", "size")
      + (text.map { chunk("tEXt", $0) } ?? []) + chunk("IEND", "")
  }
}
