import Foundation

/// Where a bucket of an S3-compatible store is asked for.
struct BucketAddress: Sendable, Equatable {
  enum Style: String, Sendable, CaseIterable {
    /// `https://store/bucket/key`: what most stores of one's own want.
    case path
    /// `https://bucket.store/key`: what AWS wants.
    case virtualHost = "virtual-host"
  }

  /// `https://` or `http://`, host and port.
  let origin: String
  /// As the header `Host` has it: without the port that goes without saying.
  let host: String
  /// Before the slash of each key.
  private let prefix: String

  /// - Throws: what is wrong with the address, a sentence each.
  init(endpoint: String, bucket: String, style: Style) throws(Problems) {
    var problems: [String] = []
    let url = URL(string: endpoint)
    if url?.host()?.isEmpty != false || url?.user() != nil || url?.query() != nil || url?.fragment() != nil {
      problems.append("evidence.s3-endpoint: must be an address with a host, without user and query")
    }
    // The rules of S3; most stores take nothing else.
    if bucket.wholeMatch(of: /[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/) == nil {
      problems.append("evidence.s3-bucket: must be 3 to 63 lower-case letters, digits, dots and dashes")
    }
    let name = url?.host() ?? ""
    if style == .virtualHost, name.contains(":") || name.wholeMatch(of: /[0-9.]+/) != nil {
      problems.append("evidence.s3-addressing: virtual-host needs an endpoint with a name, not the number of a host")
    }
    guard problems.isEmpty, let url, let scheme = url.scheme else { throw Problems(sentences: problems) }
    let bracketed = name.contains(":") ? "[\(name)]" : name
    let port = url.port.flatMap { $0 == (scheme == "https" ? 443 : 80) ? nil : ":\($0)" } ?? ""
    let folder = String(url.path.reversed().drop { $0 == "/" }.reversed())
    self.host = (style == .virtualHost ? "\(bucket)." : "") + bracketed + port
    self.origin = "\(scheme)://\(self.host)"
    self.prefix = folder + (style == .path ? "/\(bucket)" : "")
  }

  /// - Parameter key: of an object; nil for the bucket itself.
  func path(_ key: String?) -> String {
    let path = self.prefix + (key.map { "/\($0)" } ?? "")
    return path.isEmpty ? "/" : path
  }

  struct Problems: Error {
    let sentences: [String]
  }
}
