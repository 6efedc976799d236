import Foundation
import TestSupport

/// The README's table of what breaks and what then happens, made from the results of the last run.
struct FaultTable: Sendable {
  private static let begin = "<!-- faults: written by deploy/check.sh --faults -->"
  private static let end = "<!-- /faults -->"

  /// In the order of the catalogue; of a fault that ran more than once, the last time.
  let results: [FaultResult]

  init(_ results: [FaultResult]) {
    let last = Dictionary(results.map { ($0.fault, $0) }) { $1 }
    self.results = Fault.catalogue.compactMap { last[$0.name] }
  }

  /// The README with this table between its marks; nil when it has none.
  func written(into readme: String) -> String? {
    guard let begin = readme.range(of: Self.begin), let end = readme.range(of: Self.end) else { return nil }
    return readme[..<begin.upperBound] + "\n" + self.markdown + readme[end.lowerBound...]
  }

  /// The faults of the table in a README.
  static func faults(in readme: String) -> [String] {
    guard let begin = readme.range(of: Self.begin), let end = readme.range(of: Self.end) else { return [] }
    return readme[begin.upperBound..<end.lowerBound].split(separator: "\n").dropFirst(2).compactMap { row in
      row.split(separator: "|").first.map { $0.trimmingCharacters(in: .whitespaces) }
    }
  }

  var markdown: String {
    let rows = self.results.map { result in
      let seconds = result.secondsToRecover.map { String(format: "%.1f", $0) } ?? "–"
      let (lost, doubled) = (result.lost.map(String.init) ?? "–", result.doubled.map(String.init) ?? "–")
      return "| \(result.fault) | \(result.observed) | \(seconds) | \(lost) | \(doubled) |\n"
    }
    return "| fault | observed | seconds to recover | lost | doubled |\n|---|---|---|---|---|\n" + rows.joined()
  }
}
