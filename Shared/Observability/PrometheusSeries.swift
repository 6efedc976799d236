/// The types of the text format that we use.
enum PrometheusType: String, Sendable {
  case counter, gauge, histogram
}

/// One name with one set of labels.
protocol PrometheusSeries: AnyObject, Sendable {
  static var type: PrometheusType { get }

  /// The samples of this moment.
  func samples() -> [PrometheusSample]
}

/// One line of the exposition, apart from the family's name and the series' labels.
struct PrometheusSample: Sendable, Equatable {
  /// `_bucket`, `_sum`, `_count`, or nothing.
  var suffix = ""
  /// The upper bound of a bucket, for the label `le`.
  var bound: Double?
  let value: Double
}
