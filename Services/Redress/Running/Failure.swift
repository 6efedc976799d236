/// Why the tool could not do what it was asked: what happened, and what to do next. Both are safe to show.
struct Failure: Error, Equatable, CustomStringConvertible {
  let problem: String
  let advice: String

  init(_ problem: String, advice: String) {
    self.problem = problem
    self.advice = advice
  }

  var description: String { "\(self.problem)\n\(self.advice)" }
}
