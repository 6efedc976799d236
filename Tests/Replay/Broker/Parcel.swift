import Messaging

/// A message in a queue.
struct Parcel {
  let message: TransportMessage
  let expectation: Expectation
  /// How often it has been delivered and has come back.
  var returns = 0
}

/// What should become of a message.
enum Expectation {
  /// It has to be handled.
  case good
  /// It is broken on purpose, or does what may not be done: quarantine is its place.
  case broken
  /// Its sender says two things, or says it too early or too late: either.
  case either
}
