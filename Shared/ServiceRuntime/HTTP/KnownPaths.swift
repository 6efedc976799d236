import Hummingbird

/// Answers a request that no route has taken although there is a route for its path: another method is wanted, which is
/// not the same as nothing being there.
struct KnownPaths: RouterMiddleware {
  typealias Context = ServiceRequestContext

  /// For each path one endpoint, under GET whatever the method, so that paths are told apart as the routes tell them.
  private let paths: RouterResponder<ServiceRequestContext>

  init(_ routes: [Router<ServiceRequestContext>.RouteDescription]) {
    let router = Router(context: ServiceRequestContext.self)
    for (path, routes) in Dictionary(grouping: routes, by: \.path.description) {
      var methods = Set(routes.map(\.method))
      if methods.contains(.get) { methods.insert(.head) }
      let allowed = methods.sorted { $0.rawValue < $1.rawValue }
      router.get(RouterPath(path)) { _, _ -> Response in throw Problem.methodNotAllowed(allowed) }
    }
    self.paths = router.buildResponder()
  }

  func handle(
    _ request: Request, context: ServiceRequestContext,
    next: @concurrent (Request, ServiceRequestContext) async throws -> Response
  ) async throws -> Response {
    var head = request.head
    head.method = .get
    let response = try await self.paths.respond(to: Request(head: head, body: request.body), context: context)
    return response.status == .methodNotAllowed ? response : try await next(request, context)
  }
}
