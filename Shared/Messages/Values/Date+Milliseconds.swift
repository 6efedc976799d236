package import FoundationEssentials

extension Date {
  /// The same instant in whole milliseconds. A time that a service writes is rounded once, where it is taken: what is
  /// answered at once, stored, and published then has one spelling, whatever a double does in its last bit.
  package var roundedToMilliseconds: Date {
    Date(timeIntervalSince1970: (self.timeIntervalSince1970 * 1000).rounded() / 1000)
  }
}
