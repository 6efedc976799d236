/// Other ways to the servers than straight to the one broker and the one database: through a proxy, or to one of several
/// hosts. Each is `host:port`, or several of them with commas between.
struct Routes: Sendable {
  /// The services' way.
  var broker: String?
  /// Everybody else's.
  var outsideBroker: String?
  var database: String?

  /// A URL with its host and port replaced. With several hosts, a database is wanted that takes writes.
  static func url(_ url: String, by hosts: String?) -> String {
    guard let hosts, let at = url.lastIndex(of: "@"), let slash = url[at...].firstIndex(of: "/") else { return url }
    let isDatabase = url.hasPrefix("postgres") && hosts.contains(",")
    return url[...at] + hosts + url[slash...] + (isDatabase ? "?target_session_attrs=read-write" : "")
  }
}
