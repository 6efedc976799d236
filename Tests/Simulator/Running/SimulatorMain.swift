import Foundation
import Logging

@main
struct SimulatorMain {
  static func main() async {
    do {
      let arguments = Array(CommandLine.arguments.dropFirst())
      if arguments.contains("--help") { return print(Options.help) }
      let options = try Options(arguments: arguments, environment: ProcessInfo.processInfo.environment)
      guard let text = try? String(contentsOfFile: options.data, encoding: .utf8) else {
        throw SimulatorError("\(options.data) cannot be read.")
      }
      let complaints = Array(try RecordedComplaint.read(text).prefix(options.count))
      say("seed \(options.seed), \(complaints.count) complaints")
      var logger = Logger(label: "simulator") { StreamLogHandler.standardError(label: $0) }
      logger.logLevel = .warning
      let journal = try options.journal.map { try Journal(path: $0) }
      let isGood = try await Simulation(
        options: options, complaints: complaints, journal: journal, logger: logger
      ).run()
      exit(isGood ? 0 : 1)
    } catch {
      FileHandle.standardError.write(Data("simulator: \(error)\n".utf8))
      exit(2)
    }
  }
}
