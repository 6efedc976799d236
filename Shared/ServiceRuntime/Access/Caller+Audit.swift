import DurableMessaging
import Messages

extension Caller {
  /// As the audit names the caller. Whoever asks while nobody has to say who he is has all posts, which says nothing.
  var auditPerson: AuditPerson {
    AuditPerson(
      id: self.subject, name: self.name, posts: self.actsForOthers ? [] : self.posts.map(\.rawValue).sorted())
  }
}
