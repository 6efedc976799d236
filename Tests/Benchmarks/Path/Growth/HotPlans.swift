import Foundation
import Messages

/// The plans by which intake's statements really run, as the server itself writes them down (auto_explain): no list of
/// statements has to be kept.
struct HotPlans: Sendable {
  /// A table of fewer rows may well be read from end to end.
  private static let smallTable = 10_000.0

  let servers: Servers
  let inbound: Inbound

  /// - Returns: how many plans were looked at, and each that reads a large table from end to end: by itself, or by way of an
  ///   index that it goes through without looking anything up, as a plan does that is forbidden the first.
  func check(database: String) async throws -> (plans: Int, scans: [String]) {
    let log = self.servers.directory.appending(path: "log/database.log")
    let start = try FileHandle(forReadingFrom: log).seekToEnd()
    try await self.explain(true, database)
    let run = IntakeRun(servers: self.servers, inbound: self.inbound, database: database)
    _ = try await run.measure(count: 400, batch: 10)
    try await self.explain(false, database)

    let large = Set(
      try await self.servers.sql(
        """
        SELECT relname FROM pg_class WHERE relnamespace = 'intake'::regnamespace AND relkind = 'r'
          AND reltuples >= \(Self.smallTable)
        """, database: database
      ).split(separator: "\n").map(String.init))
    let handle = try FileHandle(forReadingFrom: log)
    try handle.seek(toOffset: start)
    let plans = Self.plans(in: String(decoding: try handle.readToEnd() ?? Data(), as: UTF8.self))
    guard plans.count >= 100 else { throw BenchmarkError("The server has written down only \(plans.count) plans.") }
    let scans = plans.flatMap { plan in
      Self.scannedTables(plan["Plan"]).intersection(large).map { table in
        "\(table): \((plan["Query Text"] as? String ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " "))"
      }
    }
    return (plans.count, Set(scans).sorted())
  }

  private func explain(_ isOn: Bool, _ database: String) async throws {
    let settings = [
      ("session_preload_libraries", "auto_explain"), ("auto_explain.log_min_duration", "0"),
      ("auto_explain.log_format", "json"), ("auto_explain.log_timing", "off"),
    ]
    // A setting of a library is known once the library is loaded.
    let script = settings.map { name, value in
      let role = "ALTER ROLE intake IN DATABASE \(database)"
      return isOn ? "\(role) SET \(name) = '\(value)';" : "\(role) RESET \(name);"
    }
    try await self.servers.sql("LOAD 'auto_explain'; \(script.joined(separator: " "))", database: "postgres")
  }

  /// Each plan begins behind the word "plan:" and goes on over indented lines.
  private static func plans(in log: String) -> [[String: Any]] {
    var plans: [[String: Any]] = []
    var json: String?
    for line in "\(log)\n".split(separator: "\n", omittingEmptySubsequences: false) {
      if json != nil && line.hasPrefix("\t") {
        json?.append("\(line)\n")
        continue
      }
      if let text = json, let plan = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] {
        plans.append(plan)
      }
      json = line.hasSuffix("plan:") ? "" : nil
    }
    return plans
  }

  private static func scannedTables(_ node: Any?) -> Set<String> {
    guard let node = node as? [String: Any] else { return [] }
    let below = (node["Plans"] as? [Any] ?? []).reduce(into: Set<String>()) { $0.formUnion(self.scannedTables($1)) }
    guard let table = node["Relation Name"] as? String, let type = node["Node Type"] as? String else { return below }
    let isWhole =
      type == "Seq Scan" || ["Index Scan", "Index Only Scan"].contains(type) && node["Index Cond"] == nil
    return isWhole ? below.union([table]) : below
  }
}
