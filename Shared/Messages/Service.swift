/// One of the five services, or the world outside; also broker user, database role and schema.
package enum Service: String, Sendable, CaseIterable {
  case intake, dispatch, contractors, callback, reporting
  /// Property-management systems and contractors' systems.
  case outside

  /// The exchange that this service alone writes to.
  package var exchange: String { self == .outside ? "inbound" : "\(self.rawValue).events" }
}
