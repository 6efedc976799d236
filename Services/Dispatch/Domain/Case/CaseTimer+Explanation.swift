import Foundation
import Messages
import Policy
import Presentation
package import WorkCalendar

/// How the date of a limit came about, step by step, in both languages of the forms.
extension CaseTimer {
  package struct Explanation: Sendable, Equatable, Codable {
    package let chinese: [String]
    package let english: [String]
  }

  package func explanation(_ calendar: WorkCalendar) -> Explanation {
    Explanation(chinese: self.lines(.chinese, calendar), english: self.lines(.english, calendar))
  }

  private func lines(_ language: DueDate.Language, _ calendar: WorkCalendar) -> [String] {
    var lines = [self.heading(language)]
    if let appointment {
      lines.append(
        language == .chinese
          ? "与客户约定\(LocalTime.minute(appointment))，以约定时间代替时限（R-009）。"
          : "The time agreed with the customer, \(LocalTime.minute(appointment)), replaces the limit (R-009).")
    }
    if self.appointment != nil || self.pauses.isEmpty {
      lines += Self.split(self.dueDate(calendar), language)
    } else {
      lines += Self.split(self.limit?.due(after: self.startedAt, calendar: calendar), language)
      for pause in self.pauses { lines.append(pause.line(language)) }
      if !self.isPaused { lines += Self.split(self.dueDate(calendar), language) }
    }
    if let ending = self.ending(language) { lines.append(ending) }
    return lines
  }

  private static func split(_ date: DueDate?, _ language: DueDate.Language) -> [String] {
    date.map { $0.explanation(in: language).split(separator: "\n").map(String.init) } ?? []
  }

  private func heading(_ language: DueDate.Language) -> String {
    let start = LocalTime.minute(self.startedAt)
    switch language {
    case .chinese:
      let limit = self.limit.map { "时限\($0.chinese)" } ?? "按答复客户的日期"
      return "\(self.name.name.chinese)（\(self.rule)，\(self.policy)）：\(limit)，自\(start)起。"
    case .english:
      let limit = self.limit.map(\.english) ?? "the date that was promised"
      return "\(self.name.name.english) (\(self.rule), \(self.policy)): \(limit), from \(start)."
    }
  }

  private func ending(_ language: DueDate.Language) -> String? {
    if let endedAt {
      let time = LocalTime.minute(endedAt)
      return switch (language, self.isMet) {
      case (.chinese, true): "已于\(time)完成。"
      case (.chinese, false): "已于\(time)终止，不再计时。"
      case (.english, true): "The step was taken on \(time)."
      case (.english, false): "Nobody has owed the step since \(time)."
      }
    }
    guard self.isMissed else { return nil }
    return language == .chinese ? "已超期。" : "It has been missed."
  }
}

extension CaseTimer.Pause {
  fileprivate func line(_ language: DueDate.Language) -> String {
    let from = LocalTime.minute(self.from)
    let until = self.until.map(LocalTime.minute)
    switch language {
    case .chinese: return "\(from)暂停，剩余\(self.left.chinese)；" + (until.map { "\($0)恢复计时。" } ?? "尚未恢复。")
    case .english:
      return "Stopped on \(from) with \(self.left.english) left; "
        + (until.map { "goes on from \($0)." } ?? "it has not gone on yet.")
    }
  }
}

extension CaseTimer.Remainder {
  fileprivate var chinese: String {
    switch self.unit {
    case .workingDays: "\(self.amount)个工作日"
    case .calendarDays: "\(self.amount)日"
    case .seconds: "\(self.amount / 60)分钟"
    case .workingDaySeconds: "\(self.amount / 60)分钟（只计工作日）"
    }
  }

  fileprivate var english: String {
    switch self.unit {
    case .workingDays: "\(self.amount) working days"
    case .calendarDays: "\(self.amount) calendar days"
    case .seconds: "\(self.amount / 60) minutes"
    case .workingDaySeconds: "\(self.amount / 60) minutes of working days"
    }
  }
}

extension Limit {
  fileprivate var chinese: String {
    switch self.unit {
    case .workingDays: "\(self.amount)个工作日"
    case .calendarDays: "\(self.amount)日"
    case .hours: "\(self.amount)小时"
    case .workingDayHours: "\(self.amount)小时（只计工作日）"
    case .weeks: "\(self.amount)周"
    case .months: "\(self.amount)个月"
    }
  }

  fileprivate var english: String {
    let unit =
      switch self.unit {
      case .workingDays: "working day"
      case .calendarDays: "calendar day"
      case .hours: "hour"
      case .workingDayHours: "working-day hour"
      case .weeks: "week"
      case .months: "month"
      }
    return "\(self.amount) \(unit)" + (self.amount == 1 ? "" : "s")
  }
}
