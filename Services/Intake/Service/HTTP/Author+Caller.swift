import IntakeDomain
import Messages
import ServiceRuntime

extension Author {
  /// Whoever asks, or whom he names where he may ask for others.
  init(_ caller: Caller, account: String) {
    self.init(account: account, post: caller.actsForOthers ? nil : caller.posts.map(\.rawValue).sorted().first)
  }
}
