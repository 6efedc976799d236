extension DueDate {
  /// A language in which a date can be explained.
  package enum Language: String, Sendable, Hashable, CaseIterable {
    case english, chinese
  }

  /// How the date came about, for people: a line for each day that was looked at, then the due time, then warnings.
  package func explanation(in language: Language) -> String {
    (self.stepLines(in: language) + self.endLines(in: language)).joined(separator: "\n")
  }

  /// A line for each day that was looked at. `counted` days were used up before, ahead of a pause.
  package func stepLines(in language: Language, counted: Int = 0) -> [String] {
    var counted = counted
    return self.steps.map { step in
      counted += step.isCounted ? 1 : 0
      return step.line(in: language, counted: counted)
    }
  }

  /// The due time, then warnings.
  package func endLines(in language: Language) -> [String] {
    let due =
      switch language {
      case .english: "Due \(self.day) \(self.time)."
      case .chinese: "截止：\(self.day) \(self.time)。"
      }
    return [due] + self.warnings.map { $0.line(in: language) }
  }
}

extension DueDateWarning {
  fileprivate func line(in language: DueDate.Language) -> String {
    switch (self, language) {
    case (.yearWithoutTable(let year), .english):
      "Warning: no holiday table for \(year); only weekly rest days are known."
    case (.yearWithoutTable(let year), .chinese): "提示：没有\(year)年的放假安排表，仅按每周休息日推算。"
    }
  }
}

extension DueDateStep {
  fileprivate func line(in language: DueDate.Language, counted: Int) -> String {
    switch language {
    case .english:
      "\(self.day) \(self.day.weekday.english): \(self.meaningInEnglish(counted)) (\(self.status.english))"
    case .chinese:
      "\(self.day) \(self.day.weekday.chinese)：\(self.meaningInChinese(counted))（\(self.status.chinese)）"
    }
  }

  private func meaningInEnglish(_ counted: Int) -> String {
    switch self.meaning {
    case .trigger: "starts here, not counted"
    case .started: "the hours begin to run"
    case .running: "the hours run on"
    case .workingDay: "working day \(counted)"
    case .calendarDay: "day \(counted)"
    case .skipped: "skipped"
    case .rolled: "next working day"
    case .sameDayNumber: "same day number"
    case .lastDayOfMonth: "last day of a shorter month"
    case .elapsed: "time has elapsed"
    case .appointed: "appointment"
    }
  }

  private func meaningInChinese(_ counted: Int) -> String {
    switch self.meaning {
    case .trigger: "起算日，不计入"
    case .started: "开始计时"
    case .running: "继续计时"
    case .workingDay: "第\(counted)个工作日"
    case .calendarDay: "第\(counted)日"
    case .skipped: "跳过"
    case .rolled: "顺延至下一工作日"
    case .sameDayNumber: "对应日"
    case .lastDayOfMonth: "该月无对应日，取月末"
    case .elapsed: "时限届满"
    case .appointed: "预约"
    }
  }
}

extension DayStatus {
  fileprivate var english: String {
    switch self.kind {
    case .working: "weekday"
    case .weeklyRest: "weekly rest day"
    case .declaredRest: "rest, \(self.occasion?.english ?? "")"
    case .declaredWork: "working day for \(self.occasion?.english ?? "")"
    }
  }

  fileprivate var chinese: String {
    switch self.kind {
    case .working: "平日"
    case .weeklyRest: "周休息日"
    case .declaredRest: "放假：\(self.occasion?.chinese ?? "")"
    case .declaredWork: "调休上班：\(self.occasion?.chinese ?? "")"
    }
  }
}

extension Weekday {
  fileprivate var english: String {
    switch self {
    case .monday: "Monday"
    case .tuesday: "Tuesday"
    case .wednesday: "Wednesday"
    case .thursday: "Thursday"
    case .friday: "Friday"
    case .saturday: "Saturday"
    case .sunday: "Sunday"
    }
  }

  fileprivate var chinese: String {
    switch self {
    case .monday: "周一"
    case .tuesday: "周二"
    case .wednesday: "周三"
    case .thursday: "周四"
    case .friday: "周五"
    case .saturday: "周六"
    case .sunday: "周日"
    }
  }
}
