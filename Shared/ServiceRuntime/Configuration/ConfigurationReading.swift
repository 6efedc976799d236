import AMQP
import FoundationEssentials
import Logging
import Messages
import Messaging
import Policy
import Postgres
import WorkCalendar

/// Makes values of a service's texts and gathers what is wrong with them.
struct ConfigurationReading {
  /// By key; only those that are what their kind wants.
  let texts: [String: String]
  private(set) var problems: [String]

  init(texts: [String: String], problems: [String] = []) {
    self.texts = texts
    self.problems = problems
  }

  func integer(_ name: String) -> Int? { self.texts[name].flatMap { Int($0) } }

  func duration(_ name: String) -> Duration? { self.texts[name].flatMap(Duration.init(configurationText:)) }

  /// - Parameter name: `http` or `admin`.
  func address(_ name: String) -> ListenAddress? {
    guard let host = self.texts["\(name).host"], let port = self.integer("\(name).port") else { return nil }
    return ListenAddress(host: host, port: port)
  }

  mutating func amqp(connectionName: String) -> AMQPConfiguration? {
    guard let url = self.texts["amqp.url"] else { return nil }
    do {
      var configuration = try AMQPConfiguration(url: url, connectionName: connectionName)
      if let heartbeat = self.integer("amqp.heartbeat") { configuration.heartbeat = heartbeat }
      if let window = self.integer("amqp.confirm-window") { configuration.confirmWindow = window }
      return configuration
    } catch {
      self.problems.append(error.detail ?? "amqp.url cannot be used")
      return nil
    }
  }

  mutating func database(of service: Service) -> PostgresConfiguration? {
    guard let url = self.texts["database.url"] else { return nil }
    do {
      var configuration = try PostgresConfiguration(url: url, applicationName: service.rawValue)
      configuration.searchPath = service.rawValue
      if let size = self.integer("database.pool-size") { configuration.poolSize = size }
      return configuration
    } catch {
      // libpq's own text may quote the password.
      self.problems.append("database.url cannot be read as a PostgreSQL URL")
      return nil
    }
  }

  /// The profiles that come with redress and those of `policy.directory`; `policy.profile` is the default one.
  mutating func policies() -> PolicyRegister? {
    guard let name = self.texts["policy.profile"] else { return nil }
    do {
      let files = try self.texts["policy.directory"].map { try PolicyDirectory.read($0) } ?? []
      let register = try PolicyRegister(files: files, defaultProfile: name)
      _ = try register.newest(name)
      return register
    } catch let rejected as Rejected {
      self.problems += rejected.faults.map { "policy.directory: \($0.path): \($0.message)" }
    } catch is PolicyError {
      self.problems.append("policy.profile: there is no profile \"\(name)\"")
    } catch {
      self.problems.append("policy.directory: \(self.texts["policy.directory"] ?? "") cannot be read")
    }
    return nil
  }

  /// The default profile as it is in force on the day that the clock shows.
  mutating func policy(in register: PolicyRegister?, at clock: (any ServiceClock)?) -> PolicyProfile? {
    guard let register, let clock else { return nil }
    do throws(PolicyError) {
      return try register.profile(
        named: register.defaultProfile, on: WorkCalendar.mainlandChina.day(of: clock.now))
    } catch {
      self.problems.append("policy.profile: no version of \"\(register.defaultProfile)\" is in force yet")
      return nil
    }
  }

  /// Nil without an issuer, and after a problem.
  mutating func tokens() -> TokenSettings? {
    let (url, file) = (self.texts["auth.jwks-url"], self.texts["auth.jwks-file"])
    guard let issuer = self.texts["auth.issuer"], let audience = self.texts["auth.audience"] else {
      if url != nil || file != nil { self.problems.append("auth.issuer is missing: keys are given, and not whose") }
      return nil
    }
    switch (url, file) {
    case (let url?, nil):
      guard let url = URL(string: url), url.host()?.isEmpty == false else {
        self.problems.append("auth.jwks-url cannot be read as a URL")
        return nil
      }
      return TokenSettings(issuer: issuer, audience: audience, keys: .url(url))
    case (nil, let file?):
      return TokenSettings(issuer: issuer, audience: audience, keys: .file(file))
    case (nil, nil), (_?, _?):
      self.problems.append("auth.issuer needs its keys: give one of auth.jwks-url and auth.jwks-file")
      return nil
    }
  }

  /// The system clock when no key of the clock is given, a scaled one when all three are.
  mutating func clock() -> (any ServiceClock)? {
    let names = ["clock.origin", "clock.rate", "clock.start"]
    let missing = names.filter { self.texts[$0] == nil }
    guard let origin = self.texts[names[0]], let rate = self.texts[names[1]], let start = self.texts[names[2]] else {
      if missing.count == names.count { return SystemClock() }
      self.problems.append("a scaled clock needs clock.origin, clock.rate and clock.start: give all or none")
      return nil
    }
    guard let origin = RFC3339.date(from: origin), let start = RFC3339.date(from: start) else { return nil }
    guard let phases = Self.phases(rate, origin: origin), let clock = ScaledClock(start: start, phases: phases) else {
      self.problems.append(
        "clock.rate: \"\(rate)\" is not a rate above 0, or rates each from a later time on:"
          + " 4320,86400@2023-01-04T00:00:00+08:00")
      return nil
    }
    return clock
  }

  private static func phases(_ text: String, origin: Date) -> [ScaledClock.Phase]? {
    var phases: [ScaledClock.Phase] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let words = part.split(separator: "@", omittingEmptySubsequences: false)
      guard let rate = Double(words[0]), rate.isFinite, words.count == (phases.isEmpty ? 1 : 2) else { return nil }
      guard let from = phases.isEmpty ? origin : RFC3339.date(from: String(words[1])) else { return nil }
      phases.append(ScaledClock.Phase(origin: from, rate: rate))
    }
    return phases
  }
}
