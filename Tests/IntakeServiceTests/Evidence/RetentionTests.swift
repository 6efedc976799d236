import Foundation
import Logging
import Messages
import ServiceTestSupport
import TestSupport
import Testing

@testable import IntakeService

/// What is known of people goes when its time has passed.
@Suite(.broker(definitions: true), .database(schemas: true)) struct RetentionTests {
  private let picture = Array("%PDF-1.4\n王女士的信\n%%EOF\n".utf8)
  private let recording = Array("#!AMR\nhello".utf8)

  /// A complaint with a document and a recording.
  private func complaint(_ reference: String, _ world: ServiceWorld) async throws -> String {
    let body = ComplaintExample.body.replacing("WEB-1", with: reference)
    let taken = try await world.api.post("/complaints", body)
    let path = try #require(taken.headers["location"])
    for (bytes, type) in [(self.picture, "application/pdf"), (self.recording, "audio/amr")] {
      let kept = try await world.api.post("\(path)/evidence?name=letter", bytes: bytes, contentType: type)
      #expect(kept.status == 201, "\(kept.text)")
    }
    return path
  }

  private func anonymise(_ path: String, _ world: ServiceWorld, version: Int64 = 9) async throws {
    let number = try #require(ComplaintNumber(String(path.split(separator: "/")[1])))
    try await world.publish(
      CaseAnonymised(complaint: number, anonymisedAt: Date()), from: .dispatch, version: version)
    try await eventually("it is anonymised") { try await world.api.get(path).text.contains("anonymisedAt") }
  }

  /// Takes all files out of the store that may go.
  private func removeFiles(_ directory: URL) async throws {
    let store = EvidenceDirectory(path: directory.path)
    try await MigratedSchema(of: IntakeDefinition.self).withPool { pool in
      let removal = EvidenceRemoval(pool: pool, store: store, logger: Logger(label: "test"), grace: .zero)
      while try await removal.removeNext() {}
    }
  }

  @Test(
    "R-333: nothing in the register, or in evidence, tells of people then; the number, the dates and the defect stay")
  func complaints() async throws {
    try await ServiceWorld.runWithEvidence { world, directory in
      try await ComplaintExample.registerProject(world)
      let path = try await self.complaint("WEB-1", world)
      let remark = #"{"grade": "important", "reason": "verification", "remark": "欧阳女士来电", "by": "li.na"}"#
      #expect(try await world.api.post("\(path)/grade", remark).status == 200)
      try await self.anonymise(path, world)
      let shown = try await world.api.get(path)
      for word in ["欧阳", "138", "1201", "卫生间", "周六", "WEB-1x"] { #expect(!shown.text.contains(word), "\(word)") }
      #expect(shown.text.contains(#""buildingPart":"waterproofing""#) && shown.text.contains("WEB-1"))
      let left = try await TestDatabase.current.run(
        "SELECT count(remark) FROM intake.complaint_change UNION ALL SELECT count(name) FROM intake.evidence")
      #expect(left == "0\n0")
      let evidence = try await world.api.get("\(path)/evidence/1?reason=handling")
      #expect(evidence.status == 410, "\(evidence.text)")
      #expect(try await world.api.get("\(path)/evidence").text.components(separatedBy: "removedAt").count == 3)
      let more = try await world.api.post("\(path)/evidence", bytes: self.picture, contentType: "application/pdf")
      #expect(more.status == 409, "\(more.text)")
      // The same word again changes nothing.
      try await self.anonymise(path, world, version: 10)
      try await self.removeFiles(directory)
      let store = EvidenceDirectory(path: directory.path)
      for bytes in [self.picture, self.recording] {
        await #expect(throws: EvidenceFailure.self) {
          try await store.get(checksum: EvidenceDirectory.checksum(of: bytes))
        }
      }
      #expect(try await TestDatabase.current.run("SELECT count(files_gone_at) FROM intake.evidence") == "2")
    }
  }

  @Test("R-038, R-333: a file that another complaint needs stays; one that is just being removed is not taken again")
  func sharedFiles() async throws {
    try await ServiceWorld.runWithEvidence { world, directory in
      try await ComplaintExample.registerProject(world)
      let (first, second) = (try await self.complaint("WEB-1", world), try await self.complaint("WEB-2", world))
      try await self.anonymise(first, world)
      try await self.removeFiles(directory)
      #expect(Array(try await world.api.get("\(second)/evidence/1/original?reason=handling").body) == self.picture)
      try await self.anonymise(second, world)
      let third = try #require(
        try await world.api.post("/complaints", ComplaintExample.body.replacing("WEB-1", with: "WEB-3"))
          .headers["location"])
      let refused = try await world.api.post("\(third)/evidence", bytes: self.picture, contentType: "application/pdf")
      #expect(refused.status == 409 && refused.text.contains("R-333"), "\(refused.text)")
      try await self.removeFiles(directory)
      #expect(
        try await world.api.post("\(third)/evidence", bytes: self.picture, contentType: "application/pdf").status == 409
      )
      // An hour after they went.
      let removed = "now() - interval '2 hours'"
      try await TestDatabase.current.run(
        """
        ALTER TABLE intake.evidence DISABLE TRIGGER USER;
        UPDATE intake.evidence SET removed_at = \(removed), files_gone_at = \(removed);
        ALTER TABLE intake.evidence ENABLE TRIGGER USER;
        """)
      let kept = try await world.api.post("\(third)/evidence", bytes: self.picture, contentType: "application/pdf")
      #expect(kept.status == 201, "\(kept.text)")
      #expect(Array(try await world.api.get("\(third)/evidence/1/original?reason=handling").body) == self.picture)
    }
  }

  @Test("R-333: recordings are kept for three years, and longer while a claim or a lawsuit holds the case")
  func recordings() async throws {
    try await ServiceWorld.runWithEvidence { world, _ in
      try await ComplaintExample.registerProject(world)
      let (held, other) = (try await self.complaint("WEB-1", world), try await self.complaint("WEB-2", world))
      let number = try #require(ComplaintNumber(String(held.split(separator: "/")[1])))
      try await world.publish(CaseHeld(complaint: number, isHeld: true, changedAt: Date()), from: .dispatch, version: 1)
      try await eventually("the hold is known") {
        try await TestDatabase.current.run("SELECT count(held_at) FROM intake.complaint") == "1"
      }
      let due =
        "SELECT subject FROM intake.deadline WHERE name LIKE 'recording-%' AND due_at > now() + interval '35 months'"
      #expect(try await TestDatabase.current.run(due).split(separator: "\n").count == 2)
      try await TestDatabase.current.run("UPDATE intake.deadline SET due_at = now() WHERE name LIKE 'recording-%'")
      try await eventually("one recording has gone, and the other is asked for again in a month") {
        let evidence = try await TestDatabase.current.run(
          "SELECT complaint || ' ' || type FROM intake.evidence WHERE removed_at IS NOT NULL")
        let again = try await TestDatabase.current.run(
          "SELECT subject FROM intake.deadline WHERE name LIKE 'recording-%' AND due_at > now() + interval '27 days'")
        return evidence == "\(other.split(separator: "/")[1]) audio/amr" && again == number.text
      }
      #expect(try await world.api.get("\(other)/evidence/2?reason=handling").status == 410)
    }
  }

  @Test("R-038: evidence goes only with its complaint, and a recording alone; nothing else of it is ever changed")
  func guarded() async throws {
    try await ServiceWorld.runWithEvidence { world, _ in
      try await ComplaintExample.registerProject(world)
      _ = try await self.complaint("WEB-1", world)
      for change in [
        "UPDATE intake.evidence SET name = NULL, removed_at = now() WHERE position = 1",
        "UPDATE intake.evidence SET name = NULL, removed_at = now(), checksum = shown_checksum, size = 1 WHERE position = 2",
        "UPDATE intake.evidence SET files_gone_at = now() WHERE position = 2", "DELETE FROM intake.evidence",
        "TRUNCATE intake.evidence",
      ] {
        let error = await #expect(throws: TestSupportError.self) { try await TestDatabase.current.run(change) }
        #expect(error?.description.contains("R-038") == true, "\(change)")
      }
      try await TestDatabase.current.run(
        "UPDATE intake.evidence SET name = NULL, removed_at = now() WHERE position = 2")
    }
  }
}
