import Foundation
import Glibc
import TestSupport

/// The one database restarts, crashes, fills its disk, or ends its sessions.
extension Fault {
  static let database: [Fault] = [
    Fault(name: "database: restart") { world in
      let start = ContinuousClock.now
      try await world.servers.run("stop_process", "database", "INT")
      try await world.servers.run("start_database")
      try await world.servers.run("wait_for_database")
      let away = ContinuousClock.now - start
      try await world.recover()
      return "away for \(Self.seconds(away)) s"
    },
    Fault(name: "database: kill -9 of a backend, twice") { world in
      // The server ends all its sessions then, and recovers from its log.
      for service in world.shuffled(FiveServices.names).prefix(2) {
        try await world.randomMoment()
        let answer = try await world.database.run(
          "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND usename = '\(service)' LIMIT 1")
        guard let backend = pid_t(answer), Glibc.kill(backend, SIGKILL) == 0 else {
          throw TestSupportError("\(service) has no backend to kill")
        }
        let database = world.database
        try await eventually(within: .seconds(90), "the server has recovered") {
          // The dead one stays on the list until then.
          (try? await database.run("SELECT count(*) FROM pg_stat_activity WHERE pid = \(backend)")) == "0"
        }
        try await world.recover()
      }
      return "the server ends all its sessions and recovers from its log"
    },
    Fault(name: "database: all sessions terminated, three times", isInShortForm: true) { world in
      var ended = 0
      for _ in 1...3 {
        try await world.randomMoment()
        ended += try await world.database.terminateSessions()
        try await world.recover()
      }
      return "\(ended) sessions ended"
    },
    Fault(name: "database: disk full for a while", ground: .smallDisk) { world in
      let servers = world.servers
      let filler = servers.directory.appending(path: "database/filler").path
      // It ends with an error when nothing more fits, which is what it is for.
      _ = try await Command.run("dd", ["if=/dev/zero", "of=\(filler)", "bs=64k"])
      let database = world.database
      try await eventually(within: .seconds(90), "the database runs out of space") {
        // A log segment that is full needs another one.
        _ = try? await database.run("SELECT pg_switch_wal()")
        let log = try String(contentsOf: servers.directory.appending(path: "log/database.log"), encoding: .utf8)
        return log.contains("No space left on device")
      }
      try await world.lasting(.seconds(5))
      let hasDied = (try? await database.run("SELECT 1")) == nil
      try FileManager.default.removeItem(atPath: filler)
      try await servers.run("start_database")
      try await servers.run("wait_for_database")
      try await world.recover()
      return hasDied ? "the server died (PANIC) and was started again" : "the server went on by itself"
    },
  ]
}
