import Messages

extension Fault.Code {
  /// The handler wrote an event that may not be sent.
  static let unpublishable = Fault.Code("unpublishable")
  /// The database refused what the handler wrote.
  static let notStored = Fault.Code("not-stored")
  /// What the message refers to has not become known in all its attempts.
  static let gaveUp = Fault.Code("gave-up")
}
