import Messages
import Messaging

extension ScaledClock {
  /// Reads the clock as the services do: `clock.origin`, `clock.start` and `clock.rate`, which is a rate or phases such as
  /// `4320,86400@2023-01-04T00:00:00+08:00`.
  init?(origin: String, start: String, rate: String) {
    guard let origin = RFC3339.date(from: origin), let start = RFC3339.date(from: start) else { return nil }
    var phases: [Phase] = []
    for part in rate.split(separator: ",", omittingEmptySubsequences: false) {
      let words = part.split(separator: "@", omittingEmptySubsequences: false)
      guard let rate = Double(words[0]), rate.isFinite, words.count == (phases.isEmpty ? 1 : 2),
        let from = phases.isEmpty ? origin : RFC3339.date(from: String(words[1]))
      else { return nil }
      phases.append(Phase(origin: from, rate: rate))
    }
    self.init(start: start, phases: phases)
  }
}
