import DurableMessaging
import HTTPTypes
import Hummingbird
import Messages

/// Says in every answer of the administrative address, errors too, whose address it is.
struct OwnerMiddleware: RouterMiddleware {
  typealias Context = ServiceRequestContext

  let service: Service

  func handle(
    _ request: Request, context: ServiceRequestContext,
    next: @concurrent (Request, ServiceRequestContext) async throws -> Response
  ) async throws -> Response {
    var response = try await next(request, context)
    if let name = HTTPField.Name(Quarantine.ownerHeader) { response.headers[name] = self.service.rawValue }
    return response
  }
}
