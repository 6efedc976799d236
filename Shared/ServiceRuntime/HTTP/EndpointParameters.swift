package import Hummingbird
package import Messages

/// A part of a path that names something.
package struct PathParameter: Sendable {
  package let name: String
  let pattern: String
  package let example: String
  /// Whether it says to which project what it names belongs.
  package let namesProject: Bool
  /// Nil when the text is not spelled right; otherwise the project to which what it names belongs, where it says so.
  private let project: @Sendable (String) -> ProjectCode??

  /// - Parameter name: as it stands in the path between braces.
  package init<I: Identifier>(_ name: String, _ type: I.Type) {
    self.name = name
    self.pattern = I.pattern
    self.example = I.example
    self.namesProject = I.self is any ProjectIdentifier.Type
    self.project = { text in I(text).map { ($0 as? any ProjectIdentifier)?.project } }
  }

  package static let complaintNumber = PathParameter("number", ComplaintNumber.self)
  package static let projectCode = PathParameter("code", ProjectCode.self)

  /// what names a project is checked against the caller's before anything is looked for.
  /// - Parameter isNew: the caller chooses the name, so that a wrong one is his fault and not merely unknown: it is answered
  ///   together with what else is wrong.
  func check(_ context: inout ServiceRequestContext, isNew: Bool) throws {
    let text = try context.parameters.require(self.name)
    guard let project = self.project(text) else {
      guard isNew else { throw Problem.notFound("The \(self.name) looks like \(self.example).") }
      context.nameFaults.append(Fault(self.name, .invalid, "Must be spelled as \(self.example)."))
      return
    }
    if let project { try context.caller.requireScope(project) }
  }
}

extension ServiceRequestContext {
  /// What a part of the path names.
  /// - Throws: ``Problem`` 404 when it is not spelled right.
  package func path<I: Identifier>(_ name: String, _ type: I.Type = I.self) throws -> I {
    guard let identifier = I(try self.parameters.require(name)) else {
      throw Problem.notFound("The \(name) looks like \(I.example).")
    }
    return identifier
  }
}

/// Something that may be said after the `?`.
package struct QueryParameter: Sendable, Equatable {
  package let name: String
  package let isRequired: Bool
  package let schema: FieldSchema
  /// What it means, for people.
  package let notes: String

  package init(_ name: String, _ schema: FieldSchema, isRequired: Bool = false, _ notes: String) {
    self.name = name
    self.isRequired = isRequired
    self.schema = schema
    self.notes = notes
  }

  /// What `Request.word` reads.
  package static func word<Word: RawRepresentable<String>>(
    _ name: String, oneOf words: [Word], _ notes: String
  ) -> QueryParameter {
    QueryParameter(
      name, .term(words.map(\.rawValue), names: words.map { TermName($0.rawValue, $0.rawValue) }), notes)
  }

  package static func term<T: Term>(_ name: String, _ type: T.Type, _ notes: String) -> QueryParameter {
    QueryParameter(name, .term(T.known.map(\.rawValue), names: T.known.map(\.name)), notes)
  }

  package static func text(
    _ name: String, upTo limit: Int = 200, isRequired: Bool = false, _ notes: String
  ) -> QueryParameter {
    QueryParameter(name, .text(lengths: 1...limit, pattern: nil), isRequired: isRequired, notes)
  }

  package static func project(_ name: String = "project") -> QueryParameter {
    QueryParameter(name, .text(lengths: 2...8, pattern: ProjectCode.pattern), "Only what belongs to this project.")
  }

  /// What `PageRequest` reads.
  package static func page(upTo most: Int = 500) -> [QueryParameter] {
    [
      QueryParameter("limit", .integer(1...most), "How many at most."),
      QueryParameter(
        "after", .text(lengths: 0...200, pattern: nil), "The last one of the page before: what it gave as `next`."),
    ]
  }
}

/// An answer when all is well.
package struct EndpointAnswer: Sendable {
  enum Content: Sendable {
    case json(any (Decodable & Sendable).Type)
    case bytes([String])
    case none
  }

  let status: HTTPResponse.Status
  let content: Content
  /// Whether it carries an ETag: what it shows has a version.
  let hasVersion: Bool
  /// What it means, for people.
  let notes: String

  /// JSON of this type: its fields are in the contract as the type has them.
  package static func json(
    _ status: HTTPResponse.Status, _ type: any (Decodable & Sendable).Type, hasVersion: Bool = false,
    _ notes: String
  ) -> EndpointAnswer {
    EndpointAnswer(status: status, content: .json(type), hasVersion: hasVersion, notes: notes)
  }

  /// The usual one: 200 with JSON of this type.
  package static func json(
    _ type: any (Decodable & Sendable).Type, hasVersion: Bool = false, _ notes: String
  ) -> EndpointAnswer { .json(.ok, type, hasVersion: hasVersion, notes) }

  /// 200 with something that is no JSON: a page, a table, a picture.
  package static func bytes(_ types: [String], _ notes: String) -> EndpointAnswer {
    EndpointAnswer(status: .ok, content: .bytes(types), hasVersion: false, notes: notes)
  }

  package static func empty(_ status: HTTPResponse.Status, _ notes: String) -> EndpointAnswer {
    EndpointAnswer(status: status, content: .none, hasVersion: false, notes: notes)
  }
}
