import Foundation
package import Messages
package import WorkCalendar

extension RunningLimit {
  /// How the due date came about, for people: the limit with its rule and policy version, then a line for each day that was
  /// looked at and each pause, then the due time, then warnings.
  ///
  /// - Parameter name: what the limit is called; by default as its rule is.
  package func explanation(
    of name: TermName? = nil, in language: DueDate.Language, _ calendar: WorkCalendar
  ) -> [String] {
    var lines = [self.heading(name ?? self.rule.name, in: language, calendar)]
    if let appointment {
      lines.append(language == .english ? "An appointment replaces the limit (R-009)." : "以预约时间代替时限（R-009）。")
      let due = calendar.due(atAppointment: appointment)
      return lines + due.stepLines(in: language) + due.endLines(in: language)
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
    return lines
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

  private func heading(_ name: TermName, in language: DueDate.Language, _ calendar: WorkCalendar) -> String {
    let start = calendar.minute(of: self.startedAt)
    return switch language {
    case .english:
      "\(self.rule), \(name.english): \(self.terms.text(in: language)) from \(start) (policy \(self.policy))."
    case .chinese: "\(self.rule) \(name.chinese)：\(self.terms.text(in: language))，自\(start)起（制度版本\(self.policy)）。"
    }
  }

  private func line(
    of pause: Pause, _ left: Remainder, in language: DueDate.Language, _ calendar: WorkCalendar
  ) -> String {
    let from = calendar.minute(of: pause.from)
    let to = pause.until.map(calendar.minute)
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
    case .promised: language == .english ? "the date that was promised" : "按承诺的日期"
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

extension RunningLimit.Terms {
  /// As people say it: `2 working days`, `24小时`.
  fileprivate func text(in language: DueDate.Language) -> String {
    switch self {
    case .limit(let limit): RunningLimit.Remainder.words(of: limit, in: language)
    case .promised: RunningLimit.Remainder(self).text(in: language)
    }
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

extension WorkCalendar {
  /// As people write it: `2025-10-10 14:00`.
  fileprivate func minute(of instant: Date) -> String { "\(self.day(of: instant)) \(self.timeOfDay(of: instant))" }
}
