import Messages
import Testing

@testable import ServiceRuntime

@Suite struct ConfigurationTextTests {
  @Test func helpNamesEveryKey() {
    #expect(ServiceConfiguration.help(of: .intake, settings: []) == help)
  }

  @Test func theEffectiveTableHidesSecrets() throws {
    let configuration = try ServiceConfiguration(
      service: .intake, arguments: ["--http-port", "0"], environment: required)
    #expect(configuration.table == table)
  }

  @Test(
    "No output holds a password, wherever it stands in the URL",
    arguments: [
      ("amqp://intake:guarded@broker:5672/redress", "amqp://intake:***@broker:5672/redress"),
      ("postgres://host/redress?user=intake&password=guarded", "postgres://host/redress"),
      ("postgres://intake:guarded@one:1,two:2/redress", "postgres://intake:***@one:1,two:2/redress"),
      ("amqp://intake:gua/rded@broker/redress", "***"),
      ("amqp://intake:gua@rded@broker/redress", "***"),
      ("postgres://intake@host/redress", "postgres://intake@host/redress"),
      ("guarded", "***"),
    ])
  func passwordsAreMasked(url: String, shown: String) {
    #expect(ServiceConfiguration.masked(url) == shown)
  }

  @Test func aSecretThatIsNoAddressIsHiddenAsAWhole() throws {
    let configuration = try ServiceConfiguration(
      service: .intake, settings: [Setting("store.secret", .text, isSecret: true, help: "")],
      environment: required.merging(["STORE_SECRET": "any://kept-back"]) { $1 })
    #expect(configuration.table.contains("store.secret") && !configuration.table.contains("kept-back"))
  }

  @Test func problemsDoNotQuoteSecrets() {
    for value in ["guarded", "amqps://intake:guarded@broker", "amqp://intake:guarded@", "amqp://a:guarded@b/%ff"] {
      let problems = problems(environment: ["AMQP_URL": value, "DATABASE_URL": value])
      #expect(!problems.isEmpty)
      #expect(!problems.joined().contains("guarded"))
    }
  }
}

private let help = """
  intake registers what customers say: once, numbered and graded, whichever door it comes through.
  Bad input is refused with every reason at once.

  Usage: intake [--config FILE] [--KEY VALUE ...]
         intake --help | --version | --print-configuration

  A key is given on the command line (--amqp-heartbeat 15), in the environment (AMQP_HEARTBEAT=15) or in the JSON
  file FILE ({"amqp": {"heartbeat": 15}}); the first of these that has it counts. amqp.url and database.url hold
  passwords: they may also stand in files of their own, which AMQP_URL_FILE and DATABASE_URL_FILE name. Everybody on
  the machine can read a command line.

  Key                  Variable             Default    Meaning
  amqp.url             AMQP_URL             required   amqp://user:password@host:5672/virtual-host; nodes of a cluster: host,host.
  amqp.heartbeat       AMQP_HEARTBEAT       15         Seconds between signs of life; two may be missed.
  amqp.confirm-window  AMQP_CONFIRM_WINDOW  256        Messages sent and not confirmed yet, at most.
  inbox.batch-size     INBOX_BATCH_SIZE     50         Messages handled in one transaction, at most.
  inbox.batch-delay    INBOX_BATCH_DELAY    0ms        How long an idle consumer waits for a batch to fill.
  inbox.partitions     INBOX_PARTITIONS     1          Queues for each exchange; to change it, stop every instance first.
  database.url         DATABASE_URL         required   postgres://role:password@host:5432/database; with a standby: host,host.
  database.pool-size   DATABASE_POOL_SIZE   -          Sessions; without it, twice the processors, at most 16.
  http.host            HTTP_HOST            127.0.0.1  Address on which the service answers; 0.0.0.0 in a container.
  http.port            HTTP_PORT            8081       Port on which the service answers; 0 takes any that is free.
  admin.host           ADMIN_HOST           127.0.0.1  Address of health, metrics, quarantine: not for the world.
  admin.port           ADMIN_PORT           9081       Port of health, metrics and quarantine; 0 takes any that is free.
  auth.issuer          AUTH_ISSUER          -          Whose tokens count (iss); without it only this machine is let in.
  auth.audience        AUTH_AUDIENCE        redress    For whom a token must be (aud).
  auth.jwks-url        AUTH_JWKS_URL        -          Where the issuer publishes its keys (JSON Web Key Set).
  auth.jwks-file       AUTH_JWKS_FILE       -          A file with the issuer's keys, instead of auth.jwks-url.
  clock.origin         CLOCK_ORIGIN         -          Without it the system clock; a scaled clock shows it at start.
  clock.rate           CLOCK_RATE           -          Its speed: 4320, or 4320,86400@2023-01-04T00:00:00+08:00.
  clock.start          CLOCK_START          -          The real time at which it shows clock.origin.
  policy.profile       POLICY_PROFILE       cohl       Which company's limits apply to projects without another.
  policy.directory     POLICY_DIRECTORY     -          Policy files of one's own, with assignments.json and SHA256SUMS.
  log.level            LOG_LEVEL            info       The least important lines that are written.
  stop.timeout         STOP_TIMEOUT         20s        How long running work may take to finish after SIGTERM.

  """

private let table = """
  Key                  Value                                                From
  amqp.url             amqp://intake:***@broker.example:5673/redress        environment
  amqp.heartbeat       15                                                   default
  amqp.confirm-window  256                                                  default
  inbox.batch-size     50                                                   default
  inbox.batch-delay    0ms                                                  default
  inbox.partitions     1                                                    default
  database.url         postgres://intake:***@database.example:5433/redress  environment
  database.pool-size   -                                                    not set
  http.host            127.0.0.1                                            default
  http.port            0                                                    command line
  admin.host           127.0.0.1                                            default
  admin.port           9081                                                 default
  auth.issuer          -                                                    not set
  auth.audience        redress                                              default
  auth.jwks-url        -                                                    not set
  auth.jwks-file       -                                                    not set
  clock.origin         -                                                    not set
  clock.rate           -                                                    not set
  clock.start          -                                                    not set
  policy.profile       cohl                                                 default
  policy.directory     -                                                    not set
  log.level            info                                                 default
  stop.timeout         20s                                                  default

  """
