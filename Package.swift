// swift-tools-version: 6.2
import PackageDescription

/// One set of settings for every target: Swift 6 mode comes with the tools version, warnings are errors, and an import
/// is visible only in the file that writes it.
let settings: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let locks = Target.Dependency.product(name: "NIOConcurrencyHelpers", package: "swift-nio")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let sockets = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let http = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let tokens = Target.Dependency.product(name: "JWTKit", package: "jwt-kit")
let tls = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let fields = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let rsa = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let client = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

func shared(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
  .target(
    name: name, dependencies: dependencies, path: "Shared/\(name)", resources: resources, swiftSettings: settings)
}

func test(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
  .testTarget(
    name: name, dependencies: dependencies + ["TestSupport"], path: "Tests/\(name)", resources: resources,
    swiftSettings: settings)
}

let services = ["Intake", "Dispatch", "Contractors", "Callback", "Reporting"]

/// What the simulation in one process runs of production code, beside the contract.
let replayed: [Target.Dependency] =
  ["AMQP", "Postgres", "DurableMessaging"] + services.map { .byName(name: "\($0)Domain") }
  + services.map { .byName(name: "\($0)Service") }

/// A service is a pure domain, the shell around it, a test target for each, and the program that is nothing but `@main`:
/// apart, so that another program can run the services' handlers without their servers.
/// - Parameters:
///   - tables: rules that are data, in files of the domain.
///   - links: what only this service's shell needs.
func service(_ name: String, tables: [Resource] = [], links: [Target.Dependency] = []) -> [Target] {
  [
    .target(
      name: "\(name)Domain", dependencies: ["Messages", "WorkCalendar", "Policy", "Presentation"],
      path: "Services/\(name)/Domain", resources: tables, swiftSettings: settings),
    .target(
      name: "\(name)Service",
      dependencies: [
        .byName(name: "\(name)Domain"), "Messages", "Messaging", "WorkCalendar", "Policy", "Postgres",
        "DurableMessaging",
        "ServiceRuntime", "PlainHTTP", logging, hummingbird, configuration,
      ] + links,
      path: "Services/\(name)/Service", resources: [.embedInCode("Migrations")], swiftSettings: settings),
    .executableTarget(
      name: "\(name)Program", dependencies: [.byName(name: "\(name)Service"), "ServiceRuntime"],
      path: "Services/\(name)/Program", swiftSettings: settings),
    test("\(name)DomainTests", [.byName(name: "\(name)Domain"), "Messages", "WorkCalendar", "Policy"]),
    test(
      "\(name)ServiceTests",
      [
        .byName(name: "\(name)Service"), .byName(name: "\(name)Domain"), "Messages", "Messaging", "AMQP", "Postgres",
        "DurableMessaging", "ServiceRuntime", "WorkCalendar", "Policy", "ServiceTestSupport", logging,
      ] + links),
  ]
}

let package = Package(
  name: "redress",
  products: [
    .executable(name: "intake", targets: ["IntakeProgram"]),
    .executable(name: "dispatch", targets: ["DispatchProgram"]),
    .executable(name: "contractors", targets: ["ContractorsProgram"]),
    .executable(name: "callback", targets: ["CallbackProgram"]),
    .executable(name: "reporting", targets: ["ReportingProgram"]),
    .executable(name: "redress", targets: ["RedressTool"]),
    .executable(name: "simulator", targets: ["Simulator"]),
    .executable(name: "replay", targets: ["Replay"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(
      url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: [.defaults, "CommandLineArguments"]),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.1.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.0.0"),
    // Hummingbird brings both along; named here because intake speaks to stores of evidence with them.
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
  ],
  targets: [
    .systemLibrary(
      name: "CRabbitMQ", path: "Shared/CRabbitMQ", pkgConfig: "librabbitmq", providers: [.apt(["librabbitmq-dev"])]),
    .systemLibrary(name: "CLibPQ", path: "Shared/CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(name: "CEventFD", path: "Shared/IOThread/CEventFD"),
    .target(
      name: "IOThread", dependencies: ["CEventFD", locks], path: "Shared/IOThread", exclude: ["CEventFD"],
      swiftSettings: settings),
    shared("AMQP", ["CRabbitMQ", "IOThread", locks, logging, metrics]),
    shared("Postgres", ["CLibPQ", "IOThread", locks, logging, metrics]),
    shared("Messages", ["WorkCalendar"]),
    shared("Presentation", ["Messages"]),
    shared("WorkCalendar"),
    shared("Policy", ["Messages", "WorkCalendar", crypto], resources: [.embedInCode("Profiles")]),
    shared("Messaging", ["Messages", "WorkCalendar", locks]),
    shared(
      "DurableMessaging", ["Messages", "Messaging", "AMQP", "Postgres", logging, metrics, locks, crypto],
      resources: [.embedInCode("Migrations")]),
    shared("Observability", [logging, metrics, locks]),
    shared("PlainHTTP", [nio, sockets, http, locks]),
    shared(
      "ServiceRuntime",
      [
        "Messages", "Messaging", "AMQP", "Postgres", "DurableMessaging", "Observability", "WorkCalendar", "Policy",
        logging, metrics, configuration, hummingbird, lifecycle, signals, nio, locks, tokens,
        crypto, fields,
      ]),
    .executableTarget(
      name: "RedressTool",
      dependencies: [
        "Messages", "Messaging", "AMQP", "Postgres", "DurableMessaging", "Presentation", "PlainHTTP", logging,
        arguments, crypto,
      ],
      path: "Services/Redress", swiftSettings: settings),
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
    .target(
      name: "ServiceTestSupport",
      dependencies: [
        "TestSupport", "Messages", "Messaging", "AMQP", "Postgres", "DurableMessaging", "ServiceRuntime", logging,
        locks, crypto, fields, hummingbird, nio,
      ],
      path: "Tests/ServiceTestSupport", swiftSettings: settings),
    .executableTarget(
      name: "Simulator",
      dependencies: ["Messages", "Messaging", "WorkCalendar", "AMQP", "PlainHTTP", logging, signals],
      path: "Tests/Simulator", swiftSettings: settings),
    .executableTarget(
      name: "Replay", dependencies: replayed + ["Messages", "Messaging", "WorkCalendar", "Policy"],
      path: "Tests/Replay", exclude: ["failed-seeds.txt"],
      swiftSettings: settings),
    test("ReplayTests", ["Replay", "Messages", "Messaging"]),
    test("IOThreadTests", ["IOThread"]),
    test("AMQPTests", ["AMQP", "CRabbitMQ", logging, locks]),
    test("AMQPIntegrationTests", ["AMQP", logging]),
    test("PostgresTests", ["Postgres", logging]),
    test("PostgresIntegrationTests", ["Postgres", logging]),
    test("MessagesTests", ["Messages"], resources: [.copy("golden")]),
    test("PresentationTests", ["Presentation", "Messages"]),
    test("WorkCalendarTests", ["WorkCalendar"]),
    test("PolicyTests", ["Policy", "Messages", "WorkCalendar", crypto]),
    test("MessagingTests", ["Messaging", "Messages", "AMQP", logging]),
    test("DurableMessagingTests", ["DurableMessaging", "Messages", "Messaging", "AMQP", "Postgres"]),
    test(
      "DurableMessagingIntegrationTests", ["DurableMessaging", "Messages", "Messaging", "AMQP", "Postgres", logging]),
    test("ObservabilityTests", ["Observability", logging, metrics, locks]),
    test(
      "ServiceRuntimeTests",
      [
        "ServiceRuntime", "Messages", "Messaging", "AMQP", "Postgres", "DurableMessaging", "Observability", "Policy",
        hummingbird, logging, metrics, locks, tokens, crypto, rsa,
      ]),
    test("SimulatorTests", ["Simulator", "Messages", "Messaging", "WorkCalendar", "AMQP"]),
    test(
      "RedressToolTests",
      [
        "RedressTool", "Messages", "Messaging", "AMQP", "Postgres", "DurableMessaging", "Presentation", "IntakeService",
        "ServiceTestSupport", crypto, arguments, logging,
      ]),
    test("SystemTests", ["Messages", "Messaging", "AMQP", "DurableMessaging", logging, locks]),
    test("RepositoryTests", [], resources: [.copy("Rules")]),
  ]
)

package.targets += services.flatMap { name in
  switch name {
  case "Dispatch":
    // It prints forms, which show what intake knows, and sends letters by e-mail.
    service(
      name, tables: [.embedInCode("Warranty/Tables")], links: ["Presentation", nio, sockets, tls, locks, crypto])
  case "Intake": service(name, links: [crypto, client, tls, nio, sockets, http])
  case "Reporting": service(name, links: ["Presentation"])
  default: service(name)
  }
}

// The benchmarks and what only they need: a plain build neither fetches nor compiles it. `deploy/bench.sh` sets the variable.
if Context.environment["REDRESS_BENCHMARKS"] != nil {
  package.dependencies.append(.package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"))
  package.products += [
    .executable(name: "floor", targets: ["Floor"]),
    .executable(name: "path-benchmarks", targets: ["PathBenchmarks"]),
    .executable(name: "micro-benchmarks", targets: ["MicroBenchmarks"]),
  ]
  package.targets += [
    .executableTarget(name: "Floor", dependencies: ["CRabbitMQ", "CLibPQ"], path: "Tests/Benchmarks/Floor"),
    .executableTarget(
      name: "PathBenchmarks",
      dependencies: [
        "Messages", "Messaging", "AMQP", "Postgres", "DurableMessaging", "IOThread", logging, locks,
        .product(name: "Histogram", package: "hdrhistogram-swift"),
      ],
      path: "Tests/Benchmarks/Path", swiftSettings: settings),
    .executableTarget(
      name: "MicroBenchmarks",
      dependencies: ["Messages", "Messaging", "AMQP", "CRabbitMQ", "Postgres", "DurableMessaging"],
      path: "Tests/Benchmarks/Micro", exclude: ["micro.sh", "thresholds.json"], swiftSettings: settings),
  ]
}
