import Foundation
import Glibc

/// What the kernel tells of a process and its children.
enum ProcessUsage {
  /// User and system time since the start, the children's included: PostgreSQL has a process a session.
  static func processorSeconds(of process: pid_t) -> Double {
    guard let own = Self.statistics(of: process) else { return 0 }
    let children = Self.processes().compactMap { Self.statistics(of: $0) }.filter { $0.parent == process }
    return own.seconds + own.secondsOfDeadChildren + children.reduce(0) { $0 + $1.seconds + $1.secondsOfDeadChildren }
  }

  /// Resident memory in mebibytes: now, and the most it ever was.
  static func memory(of process: pid_t) -> (now: Double, most: Double) {
    let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
    func mebibytes(_ name: String) -> Double {
      let line = status.split(separator: "\n").first { $0.hasPrefix("\(name):") }
      return (line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Double($0) } ?? 0) / 1024
    }
    return (mebibytes("VmRSS"), mebibytes("VmHWM"))
  }

  private struct Statistics {
    let parent: pid_t
    let seconds: Double
    let secondsOfDeadChildren: Double
  }

  private static func processes() -> [pid_t] {
    ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { pid_t($0) }
  }

  private static func statistics(of process: pid_t) -> Statistics? {
    // Counted from behind the program's name, which may hold blanks.
    guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
      let end = text.lastIndex(of: ")")
    else { return nil }
    let fields = text[text.index(after: end)...].split(separator: " ")
    guard fields.count > 14, let parent = pid_t(fields[1]) else { return nil }
    let ticks = fields[11...14].map { (Double($0) ?? 0) / Double(sysconf(Int32(_SC_CLK_TCK))) }
    return Statistics(parent: parent, seconds: ticks[0] + ticks[1], secondsOfDeadChildren: ticks[2] + ticks[3])
  }
}
