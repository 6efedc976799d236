extension [Double] {
  /// The value in the middle; nil of nothing.
  var median: Double? {
    guard !self.isEmpty else { return nil }
    let sorted = self.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }
}
