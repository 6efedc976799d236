/// How much is measured.
struct Scale: Sendable {
  /// Complaints in one run of intake or floor.
  var complaints = 20_000
  var rounds = 5
  /// Cases in the chain.
  var cases = 3_000
  /// Cases that are open at the same time.
  var openCases = 256
  var latencySeconds = 20
  var starts = 5
  var idleSeconds = 10
  /// Complaints that are there already when growth is measured.
  var past = 5_000_000
  var growthRounds = 3

  static let full = Scale()

  static var quick: Scale {
    var scale = Scale()
    scale.complaints = 5_000
    scale.rounds = 3
    scale.cases = 600
    scale.latencySeconds = 4
    scale.starts = 1
    scale.idleSeconds = 4
    scale.past = 200_000
    scale.growthRounds = 2
    return scale
  }
}
