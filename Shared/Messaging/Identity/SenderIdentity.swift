package import Messages

/// Which outside system sent a message, as the broker vouches for it.
package struct SenderIdentity: Sendable, Hashable {
  /// The name of the broker user.
  package let user: String

  /// Takes the user from the property `user_id`, which the broker compares with the connection's user, or from the last
  /// word of the routing key `<type>.<user>`, which topic permissions allow to that user alone.
  ///
  /// - Throws: ``Rejected`` with `sender-missing` when there is neither, `sender-foreign` when the two differ or when
  ///   the user speaks for a `source` that is not `/<user>` or below.
  package static func identify(_ transport: TransportMessage, _ envelope: Envelope) throws(Rejected) -> SenderIdentity {
    let keyed = Self.user(inRoutingKey: transport.routingKey, type: envelope.type)
    guard let user = transport.userID ?? keyed, !user.isEmpty else {
      throw Rejected(
        "", .senderMissing,
        "Set the property user_id to your broker user, or append a dot and the user to the routing key.")
    }
    var faults: [Fault] = []
    // Compared as bytes: text that only looks the same to Unicode is another user, or another source.
    if let keyed, !keyed.utf8.elementsEqual(user.utf8) {
      faults.append(Fault("", .senderForeign, "The property user_id and the routing key name different users."))
    }
    let own = "/\(user)"
    if !envelope.source.utf8.elementsEqual(own.utf8) && !envelope.source.utf8.starts(with: "\(own)/".utf8) {
      faults.append(Fault("source", .senderForeign, "The source must be a slash and your broker user, or below that."))
    }
    guard faults.isEmpty else { throw Rejected(faults) }
    return SenderIdentity(user: user)
  }

  private static func user(inRoutingKey key: String, type: String) -> String? {
    key.hasPrefix("\(type).") ? String(key.dropFirst(type.count + 1)) : nil
  }
}
