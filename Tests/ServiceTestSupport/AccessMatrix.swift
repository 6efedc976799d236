import HTTPTypes
package import Messages
package import ServiceRuntime
import TestSupport

/// Who may ask for what, tried out over HTTP: every post at every endpoint of a service.
package struct AccessMatrix: Sendable {
  /// What a test says beside the declarations: the posts that may ask for each endpoint, by the endpoint's name.
  package typealias Expectation = [String: Set<Post>]

  private let endpoints: [Endpoint]
  private let expectation: Expectation

  /// What every service can be asked.
  private static let everywhere: Expectation = [
    "listAuditEntries": [.auditor, .customerServiceManager, .leaderInCharge, .generalManager]
  ]

  package init<Definition: ServiceDefinition>(of definition: Definition.Type, _ expectation: Expectation) throws {
    self.endpoints = try Contract.endpoints(definition)
    self.expectation = expectation.merging(Self.everywhere) { $1 }
  }

  /// Starts the service with an issuer of its own and asks for everything as everybody.
  /// - Returns: what was answered otherwise than expected, in words; empty when all is well.
  package static func deviations<Definition: ServiceDefinition>(
    _ definition: Definition.Type, _ expectation: Expectation
  ) async throws -> [String] {
    let matrix = try AccessMatrix(of: definition, expectation)
    let issuer = try TestIssuer()
    return try await ServiceWorld.run(definition, settings: issuer.settings) { world in
      try await matrix.deviations(asking: world.api, issuer)
    }
  }

  private func deviations(asking api: TestHTTP, _ issuer: TestIssuer) async throws -> [String] {
    var found: [String] = []
    let names = Set(self.endpoints.map(\.name))
    found += Set(self.expectation.keys).subtracting(names).map { "\($0): the service has no such endpoint" }
    for endpoint in self.endpoints {
      guard let expected = self.expectation[endpoint.name] else {
        found.append("\(endpoint.name): the test does not say who may")
        continue
      }
      for post in Post.known {
        let answer = try await self.ask(endpoint, api, try issuer.token([post]))
        let isAdmitted = answer.status != 401 && answer.status != 403
        if isAdmitted != expected.contains(post) || answer.status >= 500 {
          found.append("\(endpoint.name) as \(post.rawValue): \(answer.status)")
        }
      }
      let anonymous = try await self.ask(endpoint, api, nil)
      if anonymous.status != 401 { found.append("\(endpoint.name) without a token: \(anonymous.status)") }
      let isScoped = endpoint.pathParameters.contains(where: \.namesProject)
      if isScoped {
        let foreign = try await self.ask(endpoint, api, try issuer.token(Post.known, projects: ["OTHER"]))
        if foreign.status != 403 { found.append("\(endpoint.name) in another's project: \(foreign.status)") }
      }
    }
    return found
  }

  /// With examples in the path and an empty body: whoever may ask is told what is missing.
  private func ask(_ endpoint: Endpoint, _ api: TestHTTP, _ token: String?) async throws -> TestHTTP.Answer {
    var path = endpoint.path
    for parameter in endpoint.pathParameters { path = path.replacing("{\(parameter.name)}", with: parameter.example) }
    var headers: [String: String] = [:]
    headers["Authorization"] = token.map { "Bearer \($0)" }
    let body: String?
    switch endpoint.body {
    case .none: body = nil
    case .json: body = "{}"
    case .bytes(let types, _):
      body = ""
      headers["Content-Type"] = types.first
    }
    return try await api.send(endpoint.method.rawValue, path, body, headers: headers)
  }
}
