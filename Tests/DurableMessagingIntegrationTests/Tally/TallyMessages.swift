import Messages

/// A subject's new total.
struct Tallied: Message {
  static let type = "tally.counted.v1"
  let subject: String
  let total: Int
  let reference: String
  var ballast = ""
  static let samples = [Tallied(subject: "a", total: 1, reference: "r")]
}

/// A message was refused.
struct TallyRefused: Message {
  static let type = "tally.refused.v1"
  let subject: String
  let codes: [String]
  static let samples = [TallyRefused(subject: "a", codes: ["invalid"])]
}
