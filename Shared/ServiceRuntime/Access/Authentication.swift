import HTTPTypes
import Hummingbird
import Logging

/// How a server finds out who asks.
enum Authentication: Sendable {
  /// No issuer is configured and the address is this machine's own: everything is allowed, for development.
  case localDevelopment
  /// No issuer is configured and others can reach the address: nobody is let in.
  case closed
  case tokens(TokenVerifier)

  /// What proxies say of those who ask them.
  private static let forwarding = ["Forwarded", "X-Forwarded-For", "X-Real-IP"].compactMap { HTTPField.Name($0) }

  init(_ configuration: ServiceConfiguration, verifier: TokenVerifier?) {
    if let verifier {
      self = .tokens(verifier)
    } else {
      self = configuration.http.isLoopback ? .localDevelopment : .closed
    }
  }

  /// What whoever starts the service should know.
  func announce(to logger: Logger) {
    switch self {
    case .tokens: break
    case .localDevelopment:
      logger.warning("No issuer of tokens is configured: whoever asks on this machine may do everything.")
    case .closed:
      logger.error("No issuer of tokens is configured (auth.issuer): nobody is let in, only health is answered.")
    }
  }

  /// - Throws: ``Problem`` 401 without a token that counts, 503 while that cannot be found out.
  func caller(of request: Request) async throws -> Caller {
    switch self {
    case .localDevelopment:
      // Behind a proxy everybody comes from this machine.
      guard !Self.forwarding.contains(where: { request.headers[$0] != nil }) else {
        throw Problem.unavailable("Nobody is let in by a proxy: the service has no issuer of tokens (auth.issuer).")
      }
      return .localDevelopment
    case .closed:
      throw Problem.unavailable("Nobody is let in: the service has no issuer of tokens (auth.issuer).")
    case .tokens(let verifier):
      let words = (request.headers[.authorization] ?? "").split(separator: " ", omittingEmptySubsequences: true)
      guard words.count == 2, words[0].lowercased() == "bearer" else { throw Problem.unauthorized(nil) }
      return try await verifier.caller(token: String(words[1]))
    }
  }
}

/// Stands before everything that is not for everybody.
struct AuthenticationMiddleware: RouterMiddleware {
  typealias Context = ServiceRequestContext

  let authentication: Authentication

  func handle(
    _ request: Request, context: ServiceRequestContext,
    next: @concurrent (Request, ServiceRequestContext) async throws -> Response
  ) async throws -> Response {
    var context = context
    context.caller = try await self.authentication.caller(of: request)
    return try await next(request, context)
  }
}
