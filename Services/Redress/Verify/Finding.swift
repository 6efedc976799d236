/// Something that breaks an invariant. It names numbers, services and codes, never a person.
struct Finding: Sendable, Hashable, Encodable {
  let invariant: Invariant
  /// The complaint, series, service or queue that it is about.
  let subject: String
  /// One sentence for people.
  let found: String
  /// What two looks must have in common to have seen the same thing; `found` may hold a count that grows meanwhile.
  let mark: String

  init(_ invariant: Invariant, _ subject: String, _ found: String, mark: String? = nil) {
    self.invariant = invariant
    self.subject = subject
    self.found = found
    self.mark = mark ?? found
  }

  /// Alike in this, two findings are one.
  var identity: [String] { [self.invariant.rawValue, self.subject, self.mark] }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(self.invariant.rawValue, forKey: .invariant)
    try container.encode(self.subject, forKey: .subject)
    try container.encode(self.found, forKey: .found)
  }

  private enum Key: String, CodingKey {
    case invariant, subject, found
  }
}
