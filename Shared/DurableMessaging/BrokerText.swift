/// What may become a property or a header of our own events.
///
/// An outside sender may write identifiers of any length and with any character in them. One that AMQP cannot carry, or
/// PostgreSQL cannot store, must be found before it is in the outbox: there it could neither leave nor be skipped.
enum BrokerText {
  /// AMQP's short string has at most 255 bytes.
  static func isShort(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 255 && !text.utf8.contains { $0 < 0x20 || $0 == 0x7f }
  }
}
