/// A letter in a queue.
struct Parcel {
  let letter: Letter
  /// How often it has been delivered and has come back.
  var returns = 0
}
