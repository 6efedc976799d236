import Foundation

/// What the simulator has done, and what it was refused.
actor Tally {
  private(set) var done: [Deed.Kind: Int] = [:]
  /// Deeds that had become pointless before they could be done.
  private(set) var overtaken = 0
  /// Attempts that had to be made once more.
  private(set) var repeatedAttempts = 0
  /// Messages sent once more because the link was lost before the broker had confirmed them.
  private(set) var resent = 0
  /// What should not have happened, in words.
  private(set) var surprises: [String] = []

  func did(_ kind: Deed.Kind) { self.done[kind, default: 0] += 1 }
  func wasOvertaken() { self.overtaken += 1 }
  func triedAgain() { self.repeatedAttempts += 1 }
  func sentAgain() { self.resent += 1 }
  func surprise(_ words: String) { self.surprises.append(words) }

  /// Messages that the broker has taken from the property office.
  var published: Int {
    [.complaint, .repeatedComplaint, .brokenMessage].reduce(0) { $0 + self.done[$1, default: 0] }
  }

  /// Grows with everything that happens.
  var activity: Int { self.done.values.reduce(self.overtaken, +) }

  /// For people.
  var lines: [String] {
    let deeds = Deed.Kind.allCases.map { "\($0.rawValue): \(self.done[$0, default: 0])" }.joined(separator: ", ")
    var lines = ["did \(deeds)"]
    if self.overtaken > 0 { lines.append("\(self.overtaken) deeds had become pointless") }
    if self.repeatedAttempts > 0 { lines.append("\(self.repeatedAttempts) attempts were made again") }
    if self.resent > 0 { lines.append("\(self.resent) messages were sent again after a lost link") }
    lines += self.surprises.prefix(20).map { "unexpected: \($0)" }
    if self.surprises.count > 20 { lines.append("unexpected: \(self.surprises.count - 20) more") }
    return lines
  }
}
