package import Messages

/// Who did something that the audit keeps.
package struct AuditPerson: Sendable, Hashable {
  /// The subject of the person's token; `service:intake` where the service acted by itself.
  package let id: String
  package let name: String?
  /// The posts under which the person acted, as the token named them.
  package let posts: [String]

  /// Who acts in this task: set around a person's request, so that whatever it comes to do is written under his name.
  @TaskLocal package static var acting: AuditPerson?

  package init(id: String, name: String? = nil, posts: [String] = []) {
    self.id = id
    self.name = name
    self.posts = posts
  }

  /// The service itself: a rule decided, a message arrived or a limit passed.
  package static func service(_ service: Service) -> AuditPerson {
    AuditPerson(id: "service:\(service.rawValue)")
  }
}
