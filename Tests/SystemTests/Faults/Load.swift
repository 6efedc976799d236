import Foundation
import Glibc
import TestSupport

/// The world outside, played by the simulator: complaints at an even rate until told to stop, and everybody who answers.
final class Load: Sendable {
  /// A line of the simulator's journal.
  private struct Entry {
    let time: TimeInterval
    let step: Substring
    let reference: Substring

    init?(_ line: Substring) {
      let words = line.split(separator: " ", maxSplits: 2)
      guard words.count == 3, let time = TimeInterval(words[0]) else { return nil }
      (self.time, self.step, self.reference) = (time, words[1], words[2])
    }
  }

  private static let perSecond = 6
  /// More than any case needs: three minutes' worth.
  private static let complaints = 1200
  private static let repetitions = 120
  private static let brokenMessages = 20

  private let directory: URL
  private let simulator: RunningCommand

  init(_ services: FiveServices, seed: UInt64, settings: [String: String]) throws {
    self.directory = URL.temporaryDirectory.appending(path: "redress-load-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: self.directory, withIntermediateDirectories: true)
    let data = TestEnvironment.projectDirectory.appending(path: "deploy/data/hpd-complaints-2023.csv")
    self.simulator = try RunningCommand(
      FiveServices.products.appending(path: "simulator").path,
      [
        "--data", data.path, "--immediate", "--seed", "\(seed)", "--per-second", "\(Self.perSecond)",
        "--count", "\(Self.complaints)", "--repeats", "\(Self.repetitions)", "--broken", "\(Self.brokenMessages)",
        "--journal", self.directory.appending(path: "journal").path,
      ],
      environment: try services.outsideEnvironment().merging(settings) { $1 },
      outputFile: self.directory.appending(path: "output"))
  }

  deinit {
    self.simulator.signal(SIGKILL)
    try? FileManager.default.removeItem(at: self.directory)
  }

  /// What the simulator has printed, for people who look for a cause.
  var output: String { self.simulator.output }

  /// References of the complaints that the broker has taken: none of them may be lost.
  var accepted: Set<String> { Set(self.entries(.taken).map { String($0.reference) }) }

  /// Messages that were broken on purpose, and that the broker has taken.
  var broken: Int { Set(self.entries(.broken).map(\.reference)).count }

  var closed: Int { self.entries(.closed).count }

  /// When a complaint that was handed in after `moment` was closed as the first of all such; nil if none is yet.
  func firstClosed(handedInAfter moment: Date) -> Date? {
    let later = Set(self.entries(.sent).filter { $0.time > moment.timeIntervalSince1970 }.map(\.reference))
    let times = self.entries(.closed).filter { later.contains($0.reference) }.map(\.time)
    return times.min().map(Date.init(timeIntervalSince1970:))
  }

  /// No more complaints; those that were handed in are brought to their end.
  func stop() { self.simulator.signal(SIGINT) }

  var status: Int32 { get async { await self.simulator.status } }

  private enum Step: Substring { case sent, taken, closed, broken }

  private func entries(_ step: Step) -> [Entry] {
    let text = (try? String(contentsOf: self.directory.appending(path: "journal"), encoding: .utf8)) ?? ""
    return text.split(separator: "\n").compactMap(Entry.init).filter { $0.step == step.rawValue }
  }
}
