/// Why the tool could not do what it was asked: what happened, and what to do next. Both are safe to show.
struct Failure: Error, Equatable, CustomStringConvertible {
  let problem: String
  let advice: String
  /// Whoever was asked cannot be asked anything at the moment: the next question would end the same way.
  let isOutOfReach: Bool

  init(_ problem: String, advice: String, isOutOfReach: Bool = false) {
    self.problem = problem
    self.advice = advice
    self.isOutOfReach = isOutOfReach
  }

  var description: String { "\(self.problem)\n\(self.advice)" }
}
