import IntakeDomain
import Messages
import ServiceRuntime

extension Caller {
  /// what counts for every project is changed by somebody who has them all.
  func requireAllProjects(for what: String) throws(Problem) {
    guard self.projects == .all else {
      throw .forbidden("\(what) count for all projects, and you have only some of them.")
    }
  }
}

extension Author {
  /// Whoever asks, or whom he names where he may ask for others.
  init(_ caller: Caller, account: String) {
    self.init(account: account, post: caller.actsForOthers ? nil : caller.posts.map(\.rawValue).sorted().first)
  }
}
