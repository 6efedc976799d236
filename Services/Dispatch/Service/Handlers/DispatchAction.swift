package import DispatchDomain

/// What people can ask dispatch to do, by what they do it to.
package enum DispatchAction: Sendable {
  case onCase(CaseAction)
}

/// What became of it.
package enum DispatchReply: Sendable {
  case ofCase(Case)
  /// A message or a deadline that answers nobody.
  case nothing
}
