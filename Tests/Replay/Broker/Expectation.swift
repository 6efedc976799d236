/// What should become of a message.
enum Expectation {
  /// It has to be handled.
  case good
  /// It is broken on purpose, or does what may not be done: quarantine is its place.
  case broken
  /// Its sender says two things, or says it too early or too late: either.
  case either
}
