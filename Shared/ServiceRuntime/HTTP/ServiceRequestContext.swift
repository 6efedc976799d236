package import DurableMessaging
package import Hummingbird
import Messages

/// What a request carries through the routes of a service.
package struct ServiceRequestContext: RequestContext {
  package var coreContext: CoreRequestContextStorage
  /// Who asks.
  package internal(set) var caller = Caller.unknown
  /// Which version of what is to be changed the caller has seen (`If-Match`).
  package internal(set) var precondition = Precondition.none
  /// The caller's key for a request that may be sent twice and is done once (`Idempotency-Key`).
  package internal(set) var requestKey: RequestKey?

  /// What is wrong with names that the caller has chosen for something new.
  var nameFaults: [Fault] = []

  package init(source: ApplicationRequestContextSource) {
    self.coreContext = CoreRequestContextStorage(source: source)
  }

  /// Twice what a complaint with every field at its limit needs; a longer body is answered with 413.
  package var maxUploadSize: Int { 128 * 1024 }
}
