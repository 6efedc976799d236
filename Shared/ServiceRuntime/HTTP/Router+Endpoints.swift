import Hummingbird
import Logging
import Messages

extension Router where Context == ServiceRequestContext {
  /// What a service answers on its public address: the contract to everybody, its endpoints to whom they admit.
  static func answering(
    _ endpoints: [Endpoint], of service: Service, authentication: Authentication,
    isStopping: @escaping @Sendable () -> Bool
  ) -> Router {
    let router = Router(context: ServiceRequestContext.self)
    router.add(middleware: AnsweringMiddleware(isStopping: isStopping))
    router.get("health/live") { _, _ in respond(["status": "live"]) }
    // Before this nothing is asked who he is.
    router.add(middleware: AuthenticationMiddleware(authentication: authentication))
    router.get("openapi.json") { _, _ in
      let document = try OpenAPIDocument(of: service, endpoints)
      return Response(
        status: .ok, headers: [.contentType: "application/json; charset=utf-8"],
        body: ResponseBody(byteBuffer: ByteBuffer(string: document.text)))
    }
    for endpoint in endpoints {
      router.on(RouterPath(endpoint.path), method: endpoint.method) { request, context in
        try await endpoint.respond(to: request, context)
      }
    }
    return router
  }
}

/// Stands before what operators ask on the administrative address. Health says nothing about anybody and is always open.
struct AdminGate: RouterMiddleware {
  typealias Context = ServiceRequestContext

  let address: ListenAddress
  let verifier: TokenVerifier?

  func handle(
    _ request: Request, context: ServiceRequestContext,
    next: @concurrent (Request, ServiceRequestContext) async throws -> Response
  ) async throws -> Response {
    let path = request.uri.path
    if self.address.isLoopback || path.hasPrefix("/health/") { return try await next(request, context) }
    let authentication: Authentication = self.verifier.map { .tokens($0) } ?? .closed
    // Figures name nobody; what collects them seldom has a token.
    if self.verifier != nil, path == "/metrics" { return try await next(request, context) }
    try Access.posts(.administrator).require(try await authentication.caller(of: request))
    return try await next(request, context)
  }
}
