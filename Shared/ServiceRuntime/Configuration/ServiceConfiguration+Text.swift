import Foundation
import Logging
import Messages
import Policy

extension ServiceConfiguration {
  /// What `--help` prints.
  static func help(of service: Service, settings: [Setting]) -> String {
    let settings = Setting.common(of: service) + settings
    let rows = settings.map { setting in
      [
        setting.name, setting.environmentVariable,
        setting.defaultText ?? (setting.isOptional ? "-" : "required"), setting.help,
      ]
    }
    return """
      \(service.summary)

      Usage: \(service.rawValue) [--config FILE] [--KEY VALUE ...]
             \(service.rawValue) --help | --version | --print-configuration

      A key is given on the command line (--amqp-heartbeat 15), in the environment (AMQP_HEARTBEAT=15) or in the JSON
      file FILE ({"amqp": {"heartbeat": 15}}); the first of these that has it counts. amqp.url and database.url hold
      passwords: they may also stand in files of their own, which AMQP_URL_FILE and DATABASE_URL_FILE name. Everybody on
      the machine can read a command line.

      \(Self.table(["Key", "Variable", "Default", "Meaning"], rows))

      """
  }

  /// What `--print-configuration` prints: the effective value of every key and where it came from, secrets masked.
  var table: String {
    let rows = self.settings.map { setting in
      let text = self.text(setting.name)
      let shown = setting.isSecret ? text.map { setting.isURL ? Self.masked($0) : "***" } : text
      return [setting.name, shown ?? "-", self.origin(setting.name) ?? "not set"]
    }
    return Self.table(["Key", "Value", "From"], rows) + "\n"
  }

  /// What an operator wants to see of it when the service starts.
  var logMetadata: Logger.Metadata {
    func shown(_ name: String) -> Logger.MetadataValue { "\(self.text(name).map(Self.masked) ?? "-")" }
    return [
      "version": "\(ServiceMain.version)", "broker": shown("amqp.url"), "database": shown("database.url"),
      "clock": "\(self.text("clock.origin").map { "scaled, from \($0)" } ?? "system")",
      "policy": "\(self.policy.reference)",
    ]
  }

  /// A URL without its password; all of it is hidden when there is any doubt where the password stands.
  static func masked(_ url: String) -> String {
    // Not URLComponents: it cannot read a list of hosts.
    guard let scheme = url.firstRange(of: "://") else { return "***" }
    let rest = url[scheme.upperBound...]
    let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
    let hosts = rest[..<end].split(separator: "@", omittingEmptySubsequences: false)
    // PostgreSQL takes passwords as parameters too (password, sslpassword).
    let path = rest[end...].prefix { !"?#".contains($0) }
    guard hosts.count <= 2, hosts.last?.isEmpty == false, !rest[end...].contains("@") else { return "***" }
    guard hosts.count == 2, let colon = hosts[0].firstIndex(of: ":") else { return "\(url[..<end])\(path)" }
    return "\(url[..<colon]):***@\(hosts[1])\(path)"
  }

  private static func table(_ head: [String], _ rows: [[String]]) -> String {
    let lines = [head] + rows
    let widths = head.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    return lines.map { line in
      let cells = zip(line, widths).map { cell, width in cell.padding(toLength: width, withPad: " ", startingAt: 0) }
      return cells.joined(separator: "  ").trimmingCharacters(in: .whitespaces)
    }.joined(separator: "\n")
  }
}
