import Foundation
import Logging

/// Says for whom a token is, by keys that are fetched now and then.
actor TokenVerifier {
  /// How often keys are fetched: an issuer that takes a key out of use is heard of after so long.
  private static let interval = Duration.seconds(300)
  /// How often at most because of a token whose key is not known: anybody can send one.
  static let usualPause = Duration.seconds(10)

  private let settings: TokenSettings
  private let logger: Logger
  private let pause: Duration
  private let now: @Sendable () -> Date
  private let load: @Sendable () async throws -> Data
  private var keys: SigningKeys?
  private var lastFetch: ContinuousClock.Instant?
  private var fetch: Task<Void, Never>?

  /// - Parameters:
  ///   - now: the real time, whatever clock the service itself has.
  ///   - load: the key set as its source has it; what the settings name, unless a test says otherwise.
  init(
    _ settings: TokenSettings, logger: Logger, pause: Duration = TokenVerifier.usualPause,
    now: @escaping @Sendable () -> Date = { Date() }, load: (@Sendable () async throws -> Data)? = nil
  ) {
    self.settings = settings
    self.logger = logger
    self.pause = pause
    self.now = now
    self.load = load ?? { try await settings.keys.load() }
  }

  /// - Throws: ``Problem`` 401 when the token does not count, 503 while no keys could be fetched.
  nonisolated func caller(token: String) async throws -> Caller {
    guard token.utf8.count <= 8192, let header = TokenHeader(of: token) else {
      throw Problem.unauthorized("The token is no JSON Web Token signed by RS256, ES256 or EdDSA.")
    }
    let keys = try await self.keys(for: header)
    guard let claims = try? await keys.claims(of: token, header: header) else {
      throw Problem.unauthorized("The token's signature is not good.")
    }
    return try claims.caller(issuer: self.settings.issuer, audience: self.settings.audience, now: self.now())
  }

  /// Without keys nobody is let in, but messages are handled.
  var health: HealthCheck.Outcome {
    self.keys == nil
      ? .degraded("no keys of the issuer of tokens: nobody can be let in") : .passing("the issuer's keys are known")
  }

  /// Fetches the keys at once and then again and again until the task is cancelled.
  func run() async {
    while !Task.isCancelled {
      await self.refresh()
      // Without any keys nobody can be let in: sooner, then.
      try? await Task.sleep(for: self.keys == nil ? self.pause : Self.interval)
    }
  }

  private func keys(for header: TokenHeader) async throws -> SigningKeys {
    if let keys = self.keys, keys.knows(header) { return keys }
    if self.lastFetch.map({ .now - $0 > self.pause }) ?? true || self.fetch != nil { await self.refresh() }
    guard let keys = self.keys else { throw Problem.unavailable("The keys of the issuer of tokens are not known yet.") }
    guard keys.knows(header) else { throw Problem.unauthorized("The token's key is none of the issuer's.") }
    return keys
  }

  /// One fetch at a time, for everybody who waits. Keys that cannot be fetched again stay as they are.
  private func refresh() async {
    let fetch = self.fetch ?? Task { await self.fetchKeys() }
    self.fetch = fetch
    await fetch.value
  }

  private func fetchKeys() async {
    do {
      self.keys = try await SigningKeys(json: try await self.load())
    } catch {
      let reason =
        switch error {
        case is UnusableKeys: "no key among them may sign a token"
        case is DecodingError: "what is there is no JSON Web Key Set"
        default: "there is nothing that can be read"
        }
      self.logger.warning(
        "The keys of the issuer of tokens cannot be fetched.",
        metadata: ["source": "\(self.settings.keys)", "reason": "\(reason)"])
    }
    self.lastFetch = .now
    self.fetch = nil
  }
}
