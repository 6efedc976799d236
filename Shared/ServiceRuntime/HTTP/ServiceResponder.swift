import Hummingbird

/// The routes of a service, which also answer HEAD where they answer GET, and say on a known path which methods it has.
struct ServiceResponder: HTTPResponder {
  typealias Context = ServiceRequestContext

  private let routes: RouterResponder<ServiceRequestContext>

  /// - Parameter router: With all its routes: what is added later is not known here.
  init(_ router: Router<ServiceRequestContext>) {
    // A middleware that comes after the routes stands only around what none of them takes.
    router.add(middleware: KnownPaths(router.routes))
    self.routes = router.buildResponder()
  }

  func respond(to request: Request, context: ServiceRequestContext) async throws -> Response {
    guard request.method == .head else { return try await self.routes.respond(to: request, context: context) }
    var head = request.head
    head.method = .get
    let asked = Request(head: head, body: request.body)
    return try await self.routes.respond(to: asked, context: context).createHeadResponse()
  }
}
