import Foundation
import Messages
package import WorkCalendar

extension RunningLimit {
  /// How the due date came about, for people: the limit with its rule and policy version, then a line for each day that was
  /// looked at and each pause, then the due time, then warnings.
  package func explanation(in language: DueDate.Language, _ calendar: WorkCalendar) -> String {
    var lines = [self.heading(in: language)]
    if let appointment {
      lines.append(language == .english ? "An appointment replaces the limit (R-009)." : "以预约时间代替时限（R-009）。")
      let due = calendar.due(atAppointment: appointment)
      return (lines + [due.explanation(in: language)]).joined(separator: "\n")
    }
    for stretch in self.stretches(calendar) {
      guard let due = stretch.due else { continue }
      guard let (pause, left) = stretch.pause else {
        lines += due.stepLines(in: language, counted: stretch.counted) + due.endLines(in: language)
        continue
      }
      let end = calendar.day(of: pause.from)
      let before = due.stepLines(in: language, counted: stretch.counted)
      lines += zip(due.steps, before).prefix { $0.0.day <= end && $0.0.meaning != .elapsed }.map(\.1)
      lines.append(self.line(of: pause, left, in: language, calendar))
    }
    return lines.joined(separator: "\n")
  }

  /// The same in one sentence: `Paused from 2025-10-09 14:00 to 2025-10-13 09:00; due 14 October 2025 24:00.`
  package func summary(in language: DueDate.Language, _ calendar: WorkCalendar) -> String {
    let pauses =
      self.appointment == nil
      ? self.stretches(calendar).compactMap(\.pause).map { self.line(of: $0.pause, $0.left, in: language, calendar) }
      : []
    let due = self.due(calendar)?.summary(in: language)
    return (pauses + [due].compactMap(\.self)).joined(separator: language == .english ? " " : "")
  }

  private func heading(in language: DueDate.Language) -> String {
    let start = self.limit.text(in: language)
    return switch language {
    case .english: "\(self.rule), \(self.rule.name.english): \(start) (policy \(self.policy))."
    case .chinese: "\(self.rule) \(self.rule.name.chinese)：\(start)（制度版本\(self.policy)）。"
    }
  }

  private func line(
    of pause: Pause, _ left: Remainder, in language: DueDate.Language, _ calendar: WorkCalendar
  ) -> String {
    let from = "\(calendar.day(of: pause.from)) \(calendar.timeOfDay(of: pause.from))"
    let to = pause.to.map { "\(calendar.day(of: $0)) \(calendar.timeOfDay(of: $0))" }
    let rest = left.text(in: language)
    switch (language, to) {
    case (.english, let to?): return "Paused from \(from) to \(to); \(rest) left."
    case (.english, nil): return "Paused since \(from); \(rest) left, no due date until it goes on."
    case (.chinese, let to?): return "\(from)至\(to)中止计时，剩余\(rest)。"
    case (.chinese, nil): return "\(from)起中止计时，剩余\(rest)；恢复前无截止时间。"
    }
  }
}

extension RunningLimit.Remainder {
  fileprivate func text(in language: DueDate.Language) -> String {
    switch self {
    case .workingDays(let days): Self.count(days, "working day", "个工作日", language)
    case .calendarDays(let days), .fixedDays(let days): Self.count(days, "day", "日", language)
    case .months(let months): Self.count(months, "month", "个月", language)
    case .seconds(let seconds): Self.duration(seconds, language)
    case .workingDaySeconds(let seconds):
      Self.duration(seconds, language) + (language == .english ? " of working days" : "（仅工作日计时）")
    }
  }

  private static func duration(_ seconds: Double, _ language: DueDate.Language) -> String {
    let minutes = Int((seconds / 60).rounded(.up))
    let parts = [
      minutes >= 60 ? self.count(minutes / 60, "hour", "小时", language) : nil,
      minutes % 60 > 0 || minutes == 0 ? self.count(minutes % 60, "minute", "分钟", language) : nil,
    ]
    return parts.compactMap(\.self).joined(separator: language == .english ? " " : "")
  }

  fileprivate static func count(
    _ count: Int, _ english: String, _ chinese: String, _ language: DueDate.Language
  ) -> String {
    language == .english ? "\(count) \(english)\(count == 1 ? "" : "s")" : "\(count)\(chinese)"
  }
}

extension Limit {
  /// The limit as people say it: `2 working days`, `24小时`.
  package func text(in language: DueDate.Language) -> String {
    RunningLimit.Remainder.words(of: self, in: language)
  }
}

extension RunningLimit.Remainder {
  fileprivate static func words(of limit: Limit, in language: DueDate.Language) -> String {
    switch limit.unit {
    case .workingDays: self.count(limit.amount, "working day", "个工作日", language)
    case .calendarDays: self.count(limit.amount, "day", "日", language)
    case .weeks: self.count(limit.amount, "week", "周", language)
    case .months: self.count(limit.amount, "month", "个月", language)
    case .hours: self.count(limit.amount, "hour", "小时", language)
    case .workingDayHours:
      self.count(limit.amount, "hour", "小时", language)
        + (language == .english ? " of working days" : "（仅工作日计时）")
    }
  }
}
