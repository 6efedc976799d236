package import Hummingbird
package import Messages

/// Who asks, as the token says (S70).
package struct Caller: Sendable, Hashable {
  /// The account, for every record of what was done: the token's `sub`.
  package let subject: String
  /// As people call him: the token's `name`, or else the account.
  package let name: String
  package let posts: Set<Post>
  package let projects: ProjectScope
  /// Without an issuer a program on this machine asks for everybody, and says for whom in the field `by`.
  package let actsForOthers: Bool

  package init(
    subject: String, name: String, posts: Set<Post>, projects: ProjectScope, actsForOthers: Bool = false
  ) {
    self.subject = subject
    self.name = name
    self.posts = posts
    self.projects = projects
    self.actsForOthers = actsForOthers
  }

  /// Nobody has been asked who he is.
  static let unknown = Caller(subject: "", name: "", posts: [], projects: .only([]))

  /// Whoever asks on this machine while no issuer of tokens is configured: may do everything.
  static let localDevelopment = Caller(
    subject: "local-development", name: "local development", posts: Set(Post.known), projects: .all, actsForOthers: true
  )

  package func holds(_ post: Post) -> Bool { self.posts.contains(post) }

  /// staff see only their own projects, unless their post says otherwise.
  package func mayAct(in project: ProjectCode) -> Bool { self.projects.contains(project) }

  /// - Throws: ``Problem`` 403 when the project is none of the caller's.
  package func requireScope(_ project: ProjectCode) throws(Problem) {
    guard self.mayAct(in: project) else { throw .forbidden("\(project) is none of your projects.") }
  }

  /// Who acts, for the record: the caller; where a program acts for others, whom its body names in the field `by`.
  ///
  /// Asks for the field in both cases, so that a body that names somebody is no fault.
  package func person(_ fields: inout ObjectReader) -> String? {
    if self.actsForOthers { return fields.required("by", .line(upTo: 60)) }
    _ = fields.optional("by", .line(upTo: 60))
    return self.subject
  }
}

/// The projects whose rows somebody sees and changes.
package enum ProjectScope: Sendable, Hashable {
  case all
  case only(Set<ProjectCode>)

  package func contains(_ project: ProjectCode) -> Bool {
    switch self {
    case .all: true
    case .only(let projects): projects.contains(project)
    }
  }

  /// What of these projects a request asks for with `?project=`; all of them when it does not.
  /// - Throws: ``Rejected`` for what is no project's code, ``Problem`` 403 for a project that is none of the caller's.
  package func narrowed(to request: Request) throws -> ProjectScope {
    guard let given = request.uri.queryParameters["project"] else { return self }
    guard let project = ProjectCode(String(given)) else {
      throw Rejected("project", .invalid, "Must be spelled as \(ProjectCode.example).")
    }
    guard self.contains(project) else { throw Problem.forbidden("\(project) is none of your projects.") }
    return .only([project])
  }

  /// For a statement that filters its rows by `$n::text[] IS NULL OR project = ANY($n)`: nil is every project.
  package var codes: [String]? {
    switch self {
    case .all: nil
    case .only(let projects): projects.map(\.text).sorted()
    }
  }
}
