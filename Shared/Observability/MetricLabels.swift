/// The labels of a series, sorted by name: the same labels in another order are the same series.
struct MetricLabels: Sendable, Hashable, Comparable {
  struct Label: Sendable, Hashable {
    let name: String
    let value: String
  }

  let labels: [Label]

  /// Makes names valid; of two labels of one name the later wins, because Prometheus refuses a whole page for one
  /// doubled name. `le` belongs to the buckets.
  init(_ dimensions: [(String, String)]) {
    var values: [String: String] = [:]
    for (name, value) in dimensions {
      let valid = Self.sanitised(name).replacing(":", with: "_")
      values[valid == "le" ? "label_le" : valid] = value
    }
    self.labels = values.sorted { $0.key < $1.key }.map { Label(name: $0.key, value: $0.value) }
  }

  static func < (left: MetricLabels, right: MetricLabels) -> Bool {
    left.labels.lexicographicallyPrecedes(right.labels) { ($0.name, $0.value) < ($1.name, $1.value) }
  }

  /// The labels in braces, with the bound of a bucket last, or nothing.
  func text(bound: Double?) -> String {
    var pairs = self.labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }
    if let bound { pairs.append("le=\"\(bound.prometheusText)\"") }
    return pairs.isEmpty ? "" : "{\(pairs.joined(separator: ","))}"
  }

  /// A metric's name with an underscore for everything that the format does not allow.
  static func sanitised(_ name: String) -> String {
    let valid = String(
      name.unicodeScalars.map { scalar -> Character in
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", ":": Character(scalar)
        default: "_"
        }
      })
    let startsWithDigit = valid.utf8.first.map { (0x30...0x39).contains($0) } ?? true
    return startsWithDigit ? "_" + valid : valid
  }

  private static func escaped(_ value: String) -> String {
    value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }
}

extension Double {
  /// The number as Prometheus reads it: no fraction on whole numbers, infinities with sign.
  var prometheusText: String {
    if self.isNaN { return "NaN" }
    if self.isInfinite { return self < 0 ? "-Inf" : "+Inf" }
    return Int64(exactly: self).map(String.init) ?? String(self)
  }
}
