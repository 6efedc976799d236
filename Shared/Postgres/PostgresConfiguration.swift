import CLibPQ
import FoundationEssentials

/// Where the database is and how long to wait for it.
///
/// The connection must be direct, or through a pooler in session mode: a transaction pooler hands our prepared statements
/// to somebody else's session.
package struct PostgresConfiguration: Sendable {
  /// Shown in `pg_stat_activity`.
  package var applicationName: String
  /// The schema in which unqualified names are looked up; nil leaves the role's own setting.
  package var searchPath: String?
  /// The longest time one attempt to connect may take.
  package var connectTimeout: Duration = .seconds(5)
  /// The longest time one statement may run; the server stops it. Zero means no limit.
  package var statementTimeout: Duration = .seconds(30)
  /// Whether the statements find their rows by key. They are then planned for any parameters at once, and by an index even
  /// where the table is empty: otherwise the server plans an execution anew whenever its estimate for the parameters at
  /// hand is lower, and reads small tables whole. The URL's own `options` go before these settings.
  package var findsByKey = false
  /// How long a caller waits for a free session of the pool.
  package var acquireTimeout: Duration = .seconds(10)
  /// How many sessions the pool keeps: twice the cores, at most 16. More only make the server switch between them.
  package var poolSize: Int = min(16, 2 * ProcessInfo.processInfo.activeProcessorCount)

  /// Holds the password.
  private let url: String
  private let optionsOfURL: String?

  /// Takes a `postgres://` or `postgresql://` URL as libpq understands it, with several hosts if need be.
  package init(url: String, applicationName: String) throws(PostgresError) {
    guard url.hasPrefix("postgres://") || url.hasPrefix("postgresql://"), let options = Self.parse(url) else {
      // libpq's text may quote the URL, and with it the password.
      throw PostgresError(
        .configuration, stage: .connect, detail: "This is not a postgres:// URL that libpq can parse.")
    }
    self.url = url
    self.applicationName = applicationName
    self.optionsOfURL = options["options"]
  }

  /// libpq's keywords in order; a later one wins over what the URL (`dbname`) says.
  var connectionParameters: [(keyword: String, value: String)] {
    [
      ("dbname", self.url),
      ("application_name", self.applicationName),
      ("client_encoding", "UTF8"),
      ("options", self.sessionOptions),
      ("gssencmode", "disable"),
      // A peer that vanished without a word is noticed after a minute at most, idle or not.
      ("keepalives", "1"), ("keepalives_idle", "30"), ("keepalives_interval", "10"), ("keepalives_count", "3"),
      ("tcp_user_timeout", "30000"),
    ]
  }

  private var sessionOptions: String {
    var settings = [
      ("statement_timeout", "\(self.statementTimeout.wholeMilliseconds)"),
      // A statement whose caller has gone is stopped by the server itself: libpq's own cancelling blocks.
      ("client_connection_check_interval", "5000"),
      ("timezone", "UTC"),
    ]
    if let searchPath = self.searchPath {
      settings.append(("search_path", #"""# + searchPath.replacing(#"""#, with: #""""#) + #"""#))
    }
    // The cost that stands for "off" would have the server compile a plan that must read a whole table all the same.
    let plans =
      self.findsByKey
      ? [("plan_cache_mode", "force_generic_plan"), ("enable_seqscan", "off"), ("jit", "off")] : []
    // Of two that set the same the later one counts.
    let words = plans.map(Self.option) + [self.optionsOfURL].compactMap { $0 } + settings.map(Self.option)
    return words.joined(separator: " ")
  }

  private static func option(_ name: String, _ value: String) -> String {
    "-c \(name)=" + value.replacing(#"\"#, with: #"\\"#).replacing(" ", with: #"\ "#)
  }

  private static func parse(_ url: String) -> [String: String]? {
    guard let list = PQconninfoParse(url, nil) else { return nil }
    defer { PQconninfoFree(list) }
    var options: [String: String] = [:]
    var option = list
    while let keyword = option.pointee.keyword {
      if let value = option.pointee.val { options[String(cString: keyword)] = String(cString: value) }
      option += 1
    }
    return options
  }
}

extension PostgresConfiguration: CustomStringConvertible {
  /// Without the URL, which holds the password.
  package var description: String { "PostgresConfiguration(\(self.applicationName))" }
}
