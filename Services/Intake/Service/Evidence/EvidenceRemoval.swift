import Foundation
import Logging
import Messages
import Postgres

/// Takes the files of evidence out of the store that is nobody's any more: first the files, then the note that they are
/// gone, so that none is forgotten. Two instances may do it at the same time; a file that is gone is gone.
struct EvidenceRemoval: Sendable {
  let pool: PostgresPool
  let store: any EvidenceStore
  let logger: Logger
  /// Long enough for whoever was adding the same file meanwhile to have noted it.
  var grace = Duration.seconds(600)
  var pause = Duration.seconds(60)

  func run() async {
    while !Task.isCancelled {
      do {
        while try await self.removeNext() {}
      } catch {
        self.logger.warning("Files of evidence are removed later.", metadata: ["reason": "\(error)"])
      }
      try? await Task.sleep(for: self.pause)
    }
  }

  /// - Returns: whether there was one.
  func removeNext() async throws -> Bool {
    let found = try await self.pool.execute(NextRemovedEvidence(graceSeconds: self.grace.components.seconds))
    guard let evidence = found.first, !Task.isCancelled else { return false }
    for checksum in evidence.files { try await self.store.remove(checksum: checksum) }
    _ = try await self.pool.execute(NoteFilesGone(evidence: evidence))
    return true
  }
}
