import AMQP
import Foundation
import Messages
import Messaging

/// What the simulator is told, by the environment that `deploy/dev/start.sh` writes and by its command line.
struct Options: Sendable {
  private(set) var data = "deploy/data/hpd-complaints-2023.csv"
  private(set) var count = Int.max
  private(set) var repeats = 50
  private(set) var broken = BrokenMessage.allCases.count
  private(set) var until: Date?
  private(set) var seed = UInt64.random(in: 1...999_999)
  private(set) var pace = Pace.lifelike
  /// Complaints handed in each second; nil leaves each its own time.
  private(set) var rate: Int?
  private(set) var summary: String?
  private(set) var journal: String?

  let observer: AMQPConfiguration
  let office: AMQPConfiguration
  let contractors: [AMQPConfiguration]
  let addresses: [Service: URL]
  let clock: any ServiceClock

  static let help = """
    simulator plays the world around redress: the property office that hands in recorded complaints, and the staff,
    contractors, owners and callers who answer what happens, each in his own time on the services' clock.

    usage: simulator [--data FILE] [--count N] [--repeats N] [--broken N] [--until TIME] [--seed N] [--immediate]
                     [--per-second N] [--summary FILE] [--journal FILE]

      --data FILE      the recorded complaints (deploy/data/hpd-complaints-2023.csv)
      --count N        only the first N of them
      --repeats N      so many are sent a second time (50)
      --broken N       so many broken messages, each in another way (20, which is all there are)
      --until TIME     ends when the clock shows this time (RFC 3339); without it, when every case is closed
      --seed N         decides what people do; the same seed, the same decisions (default: REDRESS_SEED, or random)
      --immediate      everybody acts at once
      --per-second N   so many complaints are handed in each second, whenever they were recorded
      --summary FILE   writes counts there at the end, as NAME=NUMBER
      --journal FILE   writes there when each complaint was sent, taken by the broker, registered, closed

    The first SIGINT ends the handing in: what has been handed in is brought to its end.

    environment: AMQP_URL (user observer), PMS_AMQP_URL, CONTRACTOR_1_AMQP_URL to CONTRACTOR_4_AMQP_URL or
    CONTRACTOR_AMQP_URL, INTAKE_URL, DISPATCH_URL, CONTRACTORS_URL, CALLBACK_URL; CLOCK_ORIGIN, CLOCK_START and CLOCK_RATE
    where the services run on a scaled clock. The status is 1 when something happened that should not.
    """

  init(arguments: [String], environment: [String: String]) throws {
    if let seed = environment["REDRESS_SEED"].flatMap(UInt64.init) { self.seed = seed }
    self.observer = try Self.broker("AMQP_URL", environment)
    self.office = try Self.broker("PMS_AMQP_URL", environment)
    let numbered = (1...4).map { "CONTRACTOR_\($0)_AMQP_URL" }.filter { environment[$0] != nil }
    self.contractors = try (numbered.isEmpty ? ["CONTRACTOR_AMQP_URL"] : numbered).map {
      try Self.broker($0, environment)
    }
    self.addresses = try Self.addresses(environment)
    self.clock = try Self.clock(environment)
    try self.read(arguments)
  }

  private mutating func read(_ arguments: [String]) throws {
    var rest = arguments[...]
    while let name = rest.popFirst() {
      func value<Value>(_ parse: (String) -> Value?) throws -> Value {
        guard let text = rest.popFirst(), let value = parse(text) else {
          throw SimulatorError("\(name) needs a value.")
        }
        return value
      }
      func number(_ text: String) -> Int? { Int(text).flatMap { $0 >= 0 ? $0 : nil } }
      switch name {
      case "--data": self.data = try value { $0 }
      case "--count": self.count = try value(number)
      case "--repeats": self.repeats = try value(number)
      case "--broken": self.broken = min(try value(number), BrokenMessage.allCases.count)
      case "--until": self.until = try value(RFC3339.date(from:))
      case "--seed": self.seed = try value { UInt64($0) }
      case "--per-second": self.rate = try value { number($0).flatMap { $0 > 0 ? $0 : nil } }
      case "--summary": self.summary = try value { $0 }
      case "--journal": self.journal = try value { $0 }
      case "--immediate": self.pace = .immediate
      case "--help": break
      default: throw SimulatorError("There is no option \(name); see --help.")
      }
    }
  }

  private static func required(_ name: String, _ environment: [String: String]) throws -> String {
    guard let value = environment[name], !value.isEmpty else {
      throw SimulatorError(
        "\(name) is not set; start the servers (deploy/dev/start.sh --services) and source their env.")
    }
    return value
  }

  private static func broker(_ name: String, _ environment: [String: String]) throws -> AMQPConfiguration {
    try AMQPConfiguration(url: self.required(name, environment), connectionName: "simulator")
  }

  private static func addresses(_ environment: [String: String]) throws -> [Service: URL] {
    var addresses: [Service: URL] = [:]
    for service in [Service.intake, .dispatch, .contractors, .callback] {
      let name = "\(service.rawValue.uppercased())_URL"
      guard let url = URL(string: try self.required(name, environment)) else {
        throw SimulatorError("\(name) is no URL.")
      }
      addresses[service] = url
    }
    return addresses
  }

  private static func clock(_ environment: [String: String]) throws -> any ServiceClock {
    let texts = ["CLOCK_ORIGIN", "CLOCK_START", "CLOCK_RATE"].compactMap { environment[$0] }
    if texts.isEmpty { return SystemClock() }
    guard texts.count == 3, let clock = ScaledClock(origin: texts[0], start: texts[1], rate: texts[2]) else {
      throw SimulatorError("CLOCK_ORIGIN, CLOCK_START and CLOCK_RATE do not describe a clock.")
    }
    return clock
  }
}
