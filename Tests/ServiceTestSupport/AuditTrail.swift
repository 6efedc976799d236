import HTTPTypes
import Messages
package import ServiceRuntime
import TestSupport

/// Asks a service for everything that it can be asked to change, and looks each time whether its audit has grown by an entry
/// about what was asked (R-336).
///
/// Driven by the declarations: an endpoint that nobody tries is a gap, and so is one that leaves no entry.
package struct AuditTrail {
  private let world: ServiceWorld
  private let schema: String
  private let writing: [Endpoint]
  private var tried: Set<String> = []
  private var found: [String] = []

  package init<Definition: ServiceDefinition>(of definition: Definition.Type, _ world: ServiceWorld) throws {
    self.world = world
    self.schema = Definition.service.rawValue
    self.writing = try Contract.endpoints(definition).filter { $0.method != .get }
  }

  /// Asks for a change at the endpoint of this name.
  @discardableResult
  package mutating func ask(
    _ name: String, _ path: String, _ body: String = "{}", contentType: String = "application/json"
  ) async throws -> TestHTTP.Answer {
    guard let endpoint = self.writing.first(where: { $0.name == name }) else {
      throw TestSupportError("no endpoint that changes anything is called \(name)")
    }
    self.tried.insert(name)
    let before = try await self.entries("SELECT coalesce(max(id), 0) FROM \(self.schema).audit_entry")
    let answer = try await self.world.api.send(endpoint.method.rawValue, path, body, contentType: contentType)
    if !(200..<300).contains(answer.status) {
      self.found.append("\(name): \(answer.status) \(answer.text)")
      return answer
    }
    let subjects = try await self.entries("SELECT subject FROM \(self.schema).audit_entry WHERE id > \(before)")
      .split(separator: "\n")
    let said = [path, body, answer.text, answer.headers["location"] ?? ""].joined(separator: "\n")
    if subjects.isEmpty {
      self.found.append("\(name) leaves no entry")
    } else if !subjects.contains(where: { said.contains(Self.name(in: $0)) }) {
      self.found.append("\(name) leaves an entry about something else: \(subjects.joined(separator: ", "))")
    }
    return answer
  }

  /// What was refused, what has left no entry, and what nobody has tried.
  /// - Parameter exempt: endpoints that change nothing, by name, with the reason.
  package func gaps(but exempt: [String: String] = [:]) -> [String] {
    let names = Set(self.writing.map(\.name))
    return self.found
      + names.subtracting(self.tried).subtracting(exempt.keys).sorted().map { "\($0): nobody tries it" }
      + Set(exempt.keys).subtracting(names).sorted().map { "\($0): the service has no such endpoint" }
      + Set(exempt.keys).intersection(self.tried).sorted().map { "\($0) is exempt and tried" }
  }

  private func entries(_ query: String) async throws -> String { try await TestDatabase.current.run(query) }

  /// What is longest of `CLX/3/1201`, `guide/hotline`, `triage-rules/2` is what the request or its answer speaks of.
  private static func name(in subject: Substring) -> Substring {
    subject.split(separator: "/").max { $0.count < $1.count } ?? subject
  }
}
