extension Duration {
  /// Rounded up, so that a short limit does not become "no limit"; never beyond what a C int holds.
  var wholeMilliseconds: Int32 {
    let milliseconds = (self / Duration.milliseconds(1)).rounded(.up)
    return Int32(max(0, min(milliseconds, Double(Int32.max))))
  }
}
