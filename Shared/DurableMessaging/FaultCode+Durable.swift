package import Messages

extension Fault.Code {
  /// The handler wrote an event that may not be sent.
  static let unpublishable = Fault.Code("unpublishable")
  /// The database refused what the handler wrote.
  static let notStored = Fault.Code("not-stored")
  /// What the message refers to has not become known in all its attempts.
  static let gaveUp = Fault.Code("gave-up")
  /// What is to be changed has another version than the one that the caller has seen.
  package static let changedMeanwhile = Fault.Code("changed-meanwhile")
  /// The same request is being done at this moment.
  package static let requestUnderWay = Fault.Code("request-under-way")
}
