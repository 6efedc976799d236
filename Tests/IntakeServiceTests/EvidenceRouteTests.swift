import Foundation
import Messages
import ServiceTestSupport
import TestSupport
import Testing

@testable import IntakeService

@Suite(.broker(definitions: true), .database(schemas: true)) struct EvidenceRouteTests {
  @Test("R-038: evidence is kept with author, time and checksum, once, shown without its place, and never changed")
  func evidence() async throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: "evidence-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: directory) }
    try await ServiceWorld.run(IntakeDefinition.self, settings: ["EVIDENCE_DIRECTORY": directory.path]) { world in
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
      #expect(Array(try await world.api.get("\(path)/1/original").body) == picture)
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

  @Test("A file that was changed on the disk is not given out") func changedFile() async throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: "evidence-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: directory) }
    let store = EvidenceDirectory(path: directory.path)
    let checksum = EvidenceDirectory.checksum(of: [1, 2, 3])
    try await store.put([1, 2, 3], checksum: checksum)
    try await store.put([1, 2, 3], checksum: checksum)
    #expect(try await store.get(checksum: checksum) == [1, 2, 3])
    let file = directory.appending(path: String(checksum.prefix(2))).appending(path: checksum)
    try Data([1, 2, 4]).write(to: file)
    await #expect(throws: EvidenceFailure.self) { try await store.get(checksum: checksum) }
  }

  private static func png(text: String?) -> [UInt8] {
    func chunk(_ type: String, _ content: String) -> [UInt8] {
      [0, 0, 0, UInt8(content.utf8.count)] + Array(type.utf8) + Array(content.utf8) + [1, 2, 3, 4]
    }
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", "size")
      + (text.map { chunk("tEXt", $0) } ?? []) + chunk("IEND", "")
  }
}
