import Foundation
import Messages

/// The figures for people, beside what was aimed at.
struct ResultTable {
  private struct Line {
    let title: String
    let name: String
    var unit = ""
    var goal: Goal?
  }

  private enum Goal {
    case atLeast(Double)
    case atMost(Double)

    func isMet(by figure: Double) -> Bool {
      switch self {
      case .atLeast(let least): figure >= least
      case .atMost(let most): figure <= most
      }
    }

    var text: String {
      switch self {
      case .atLeast(let least): "≥ \(ResultTable.text(of: least))"
      case .atMost(let most): "≤ \(ResultTable.text(of: most))"
      }
    }
  }

  private let figures: Figures

  init(_ figures: Figures) {
    self.figures = figures
  }

  /// One line a figure that was measured.
  var text: String {
    let rows = Self.lines.compactMap { line -> [String]? in
      guard let figure = self.figures[line.name] else { return nil }
      let verdict = line.goal.map { "\($0.isMet(by: figure) ? "met   " : "missed") \($0.text)" } ?? ""
      return [line.title, Self.text(of: figure), line.unit, verdict]
    }
    let widths = (0..<4).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        let blanks = String(repeating: " ", count: widths[column] - cell.count)
        return column == 1 ? blanks + cell : cell + blanks
      }
      return cells.joined(separator: "  ").trimmingCharacters(in: .whitespaces)
    }.joined(separator: "\n")
  }

  private static let lines: [Line] = intake + chain + latency + cost + growth

  private static let intake = [50, 200].flatMap { batch in
    [
      Line(title: "floor, batch \(batch)", name: "intake.floor_b\(batch)", unit: "complaints/s"),
      Line(title: "intake, batch \(batch)", name: "intake.redress_b\(batch)", unit: "complaints/s"),
      Line(
        title: "  of the floor", name: "intake.ratio_b\(batch)", goal: batch == 50 ? .atLeast(0.7) : nil),
      Line(title: "  processor, intake", name: "intake.redress_processor_us_b\(batch)", unit: "us/complaint"),
      Line(title: "  processor, floor", name: "intake.floor_processor_us_b\(batch)", unit: "us/complaint"),
    ]
  }

  private static let chain =
    [
      Line(title: "whole chain", name: "chain.cases_per_second", unit: "cases/s", goal: .atLeast(300)),
      Line(title: "  messages", name: "chain.messages_per_second", unit: "messages/s"),
    ]
    + (["broker", "database"] + RunningService.all.map(\.rawValue) + ["driver"]).map { name in
      Line(title: "  processor, \(name)", name: "chain.processor_share.\(name)", unit: "cores")
    }

  private static let latency = [100, 300, 1000].flatMap { rate in
    ["registered", "assigned"].flatMap { step in
      ["p50", "p99", "p999"].map { percentile in
        Line(
          title: "\(step) at \(rate)/s, \(percentile)", name: "latency.\(rate).\(step).\(percentile)_ms", unit: "ms",
          goal: rate == 300 ? (percentile == "p50" ? .atMost(5) : percentile == "p99" ? .atMost(20) : nil) : nil)
      }
    }
  }

  private static let cost = RunningService.all.flatMap { service in
    [
      Line(title: "\(service.rawValue), idle", name: "cost.\(service.rawValue).rss_idle_mb", unit: "MB"),
      Line(
        title: "  under load", name: "cost.\(service.rawValue).rss_load_mb", unit: "MB", goal: .atMost(64)),
      Line(
        title: "  idle processor", name: "cost.\(service.rawValue).idle_cpu_percent", unit: "%", goal: .atMost(0.5)),
      Line(title: "  start", name: "cost.\(service.rawValue).start_ms", unit: "ms", goal: .atMost(1000)),
      Line(title: "  stripped", name: "cost.\(service.rawValue).binary_mb", unit: "MB"),
    ]
  }

  private static let growth = [
    Line(title: "intake with a past", name: "growth.ratio_5m", unit: "of empty", goal: .atLeast(0.9)),
    Line(title: "  complaints of the past", name: "growth.past_complaints"),
    Line(title: "  sequential scans", name: "growth.sequential_scans", goal: .atMost(0)),
  ]

  private static func text(of figure: Double) -> String {
    figure >= 100 || figure == figure.rounded() ? String(Int(figure.rounded())) : String(format: "%.2f", figure)
  }
}
