import Foundation
import TestSupport

/// The one database restarts, crashes, or ends its sessions.
extension Fault {
  static let database: [Fault] = [
    Fault(name: "database: all sessions terminated, three times", isInShortForm: true) { world in
      let database = TestDatabase.current
      var ended = 0
      for _ in 1...3 {
        try await world.randomMoment()
        ended += try await database.terminateSessions()
        world.faultEnds()
      }
      return "\(ended) sessions ended"
    }
  ]
}
