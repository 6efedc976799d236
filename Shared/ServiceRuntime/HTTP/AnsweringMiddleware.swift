import CoreMetrics
import DurableMessaging
import Foundation
import Hummingbird
import Logging
import Messages
import Postgres

/// Stands around all routes: answers errors as problems, counts, measures, and refuses new requests while stopping.
struct AnsweringMiddleware: RouterMiddleware {
  typealias Context = ServiceRequestContext

  let isStopping: @Sendable () -> Bool

  func handle(
    _ request: Request, context: ServiceRequestContext,
    next: @concurrent (Request, ServiceRequestContext) async throws -> Response
  ) async throws -> Response {
    let start = ContinuousClock.now
    let response = await self.answer(request, context: context, next: next)
    let duration = start.duration(to: .now)
    // The pattern and never the path: a path holds numbers of complaints, and its series would grow without end. A method
    // that we do not know may be any word.
    let isKnown = response.status != .methodNotAllowed && context.endpointPath != "NotFound"
    let route = context.endpointPath.flatMap { isKnown ? "\(request.method) \($0)" : nil } ?? "none"
    let status = "\(response.status.code / 100)xx"
    Counter(label: "http_requests_total", dimensions: [("route", route), ("status", status)]).increment()
    Timer(label: "http_request_seconds", dimensions: [("route", route)])
      .recordNanoseconds(Int64(duration / .nanoseconds(1)))
    context.logger.debug(
      "A request was answered.", metadata: ["route": "\(route)", "status": "\(response.status.code)"])
    return response
  }

  private func answer(
    _ request: Request, context: ServiceRequestContext,
    next: @concurrent (Request, ServiceRequestContext) async throws -> Response
  ) async -> Response {
    do {
      if self.isStopping() { throw Problem.unavailable("The service is stopping.") }
      return try await next(request, context)
    } catch {
      let problem = Self.problem(of: error)
      if problem == .internalError {
        context.logger.error(
          "A request failed.", error: error, metadata: ["route": "\(context.endpointPath ?? "none")"])
      }
      return problem.response(from: request, context: context)
    }
  }

  /// What a caller may know about an error.
  static func problem(of error: any Error) -> Problem {
    switch error {
    case let problem as Problem:
      problem
    case let rejected as Rejected:
      Problem(rejected: rejected)
    case HandlingFailure.rejected(let rejected):
      Problem(rejected: rejected)
    case HandlingFailure.retry(let reason):
      .unavailable("What the request refers to is not known yet (\(reason)).")
    case let error as PostgresError where error.isRetriable || error.isConnectionLoss:
      .unavailable("The database is away for the moment.")
    // What a column cannot hold, a NUL in a query for example: the request is to blame.
    case let error as PostgresError where error.sqlState?.hasPrefix("22") == true:
      Problem(rejected: Rejected("", .invalid, "The request holds a value that cannot be stored or looked for."))
    case is CancellationError:
      .unavailable("The request was cut off because the service is stopping.")
    case let error as HTTPError where error.status == .notFound:
      .notFound("There is no such path.")
    case let error as any HTTPResponseError where error.status.kind == .clientError:
      Problem(error.status, type: "bad-request", title: error.status.reasonPhrase)
    default:
      .internalError
    }
  }
}
