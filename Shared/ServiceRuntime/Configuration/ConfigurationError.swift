/// The configuration cannot be used. Names everything that is wrong at once, so that one correction is enough.
package struct ConfigurationError: Error, Equatable {
  /// One sentence each; safe to print: the value of a secret is never quoted.
  package let problems: [String]

  package init(_ problems: [String]) {
    self.problems = problems
  }

  package init(_ problem: String) {
    self.problems = [problem]
  }
}

extension ConfigurationError: CustomStringConvertible {
  package var description: String { self.problems.joined(separator: "\n") }
}
