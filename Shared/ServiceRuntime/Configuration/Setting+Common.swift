import DurableMessaging
import Logging
import Messages

extension Setting {
  /// The keys that every service has, in the order in which `--help` prints them.
  static func common(of service: Service) -> [Setting] {
    self.connections + self.addresses(of: service) + self.access + self.behaviour
  }

  /// Of the services that print forms.
  package static let companyName = Setting(
    "company.name", .text, isOptional: true, help: "The company, as the head of printed forms names it.")

  private static let connections: [Setting] = [
    Setting(
      "amqp.url", .url(schemes: ["amqp"]), isSecret: true,
      help: "amqp://user:password@host:5672/virtual-host; nodes of a cluster: host,host."),
    Setting(
      "amqp.heartbeat", .integer(1...600), default: "15",
      help: "Seconds between signs of life; two may be missed."),
    Setting(
      "amqp.confirm-window", .integer(1...65535), default: "256",
      help: "Messages sent and not confirmed yet, at most."),
    Setting(
      "inbox.batch-size", .integer(1...200), default: "50",
      help: "Messages handled in one transaction, at most."),
    Setting(
      "inbox.batch-delay", .duration, default: "0ms",
      help: "How long an idle consumer waits for a batch to fill."),
    Setting(
      "inbox.partitions", .integer(1...QueueLayout.partitionLimit), default: "1",
      help: "Queues for each exchange; to change it, stop every instance first."),
    Setting(
      "database.url", .url(schemes: ["postgres", "postgresql"]), isSecret: true,
      help: "postgres://role:password@host:5432/database; with a standby: host,host."),
    Setting(
      "database.pool-size", .integer(1...64), isOptional: true,
      help: "Sessions; without it, twice the processors, at most 16."),
  ]

  private static func addresses(of service: Service) -> [Setting] {
    [
      Setting(
        "http.host", .text, default: "127.0.0.1",
        help: "Address on which the service answers; 0.0.0.0 in a container."),
      Setting(
        "http.port", .integer(0...65535), default: String(service.defaultHTTPPort),
        help: "Port on which the service answers; 0 takes any that is free."),
      Setting(
        "admin.host", .text, default: "127.0.0.1",
        help: "Address of health, metrics, quarantine: not for the world."),
      Setting(
        "admin.port", .integer(0...65535), default: String(service.defaultAdminPort),
        help: "Port of health, metrics and quarantine; 0 takes any that is free."),
    ]
  }

  private static let access: [Setting] = [
    Setting(
      "auth.issuer", .text, isOptional: true,
      help: "Whose tokens count (iss); without it only this machine is let in."),
    Setting(
      "auth.audience", .text, default: "redress",
      help: "For whom a token must be (aud)."),
    Setting(
      "auth.jwks-url", .url(schemes: ["https", "http"]), isOptional: true,
      help: "Where the issuer publishes its keys (JSON Web Key Set)."),
    Setting(
      "auth.jwks-file", .text, isOptional: true,
      help: "A file with the issuer's keys, instead of auth.jwks-url."),
  ]

  private static let behaviour: [Setting] = [
    Setting(
      "clock.origin", .instant, isOptional: true,
      help: "Without it the system clock; a scaled clock shows it at start."),
    Setting(
      "clock.rate", .text, isOptional: true,
      help: "Its speed: 4320, or 4320,86400@2023-01-04T00:00:00+08:00."),
    Setting(
      "clock.start", .instant, isOptional: true,
      help: "The real time at which it shows clock.origin."),
    Setting(
      "policy.profile", .text, default: "cohl",
      help: "Which company's limits apply to projects without another."),
    Setting(
      "policy.directory", .text, isOptional: true,
      help: "Policy files of one's own, with assignments.json and SHA256SUMS."),
    Setting(
      "log.level", .choice(Logger.Level.allCases.map(\.rawValue)), default: "info",
      help: "The least important lines that are written."),
    Setting(
      "stop.timeout", .duration, default: "20s",
      help: "How long running work may take to finish after SIGTERM."),
  ]
}
