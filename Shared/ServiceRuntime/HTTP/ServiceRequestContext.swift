package import Hummingbird

/// What a request carries through the routes of a service.
package struct ServiceRequestContext: RequestContext {
  package var coreContext: CoreRequestContextStorage

  package init(source: ApplicationRequestContextSource) {
    self.coreContext = CoreRequestContextStorage(source: source)
  }

  /// Twice what a complaint with every field at its limit needs; a longer body is answered with 413.
  package var maxUploadSize: Int { 128 * 1024 }
}
