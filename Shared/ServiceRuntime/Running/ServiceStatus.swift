import NIOConcurrencyHelpers

/// Where a service is in its life, and where it listens; written by the parts, read by the admin server and by tests.
final class ServiceStatus: Sendable {
  enum Phase: Sendable, Equatable {
    case starting, running, stopping
  }

  private struct State {
    var phase = Phase.starting
    var http: ListenAddress?
    var admin: ListenAddress?
    var areMigrationsApplied = false
  }

  private let state = NIOLockedValueBox(State())

  var phase: Phase { self.state.withLockedValue { $0.phase } }

  func enter(_ phase: Phase) { self.state.withLockedValue { $0.phase = phase } }

  func httpListens(on address: ListenAddress) { self.state.withLockedValue { $0.http = address } }

  func adminListens(on address: ListenAddress) { self.state.withLockedValue { $0.admin = address } }

  func migrationsAreApplied() { self.state.withLockedValue { $0.areMigrationsApplied = true } }

  var areMigrationsApplied: Bool { self.state.withLockedValue { $0.areMigrationsApplied } }

  var adminAddress: ListenAddress? { self.state.withLockedValue { $0.admin } }

  /// Nil until both servers listen.
  var addresses: ServiceAddresses? {
    self.state.withLockedValue { state in
      guard let http = state.http, let admin = state.admin else { return nil }
      return ServiceAddresses(http: http, admin: admin)
    }
  }
}
