extension DueDate {
  /// The same in one sentence, without the days that went as expected: `28 September counts as a make-up day (…);
  /// 1 to 8 October skipped (…); due 10 October 2025 24:00.`
  package func summary(in language: Language) -> String {
    let remarks = self.runs.compactMap { $0.remark(in: language) }
    switch language {
    case .english:
      let due = "due \(self.day.english(withYear: true)) \(self.time)"
      return (remarks + [due]).joined(separator: "; ").capitalisedFirst + "."
    case .chinese:
      return (remarks + ["截止\(self.day.chinese(withYear: true))\(self.time)"]).joined(separator: "；") + "。"
    }
  }

  /// Days next to each other that mean the same, for the same occasion.
  private var runs: [Run] {
    var runs: [Run] = []
    for step in self.steps {
      if let last = runs.last, last.accepts(step) {
        runs[runs.count - 1].end = step.day
      } else {
        runs.append(Run(step: step, end: step.day))
      }
    }
    return runs
  }

  private struct Run {
    let step: DueDateStep
    var end: CalendarDay

    func accepts(_ next: DueDateStep) -> Bool {
      next.meaning == .skipped && self.step.meaning == .skipped && next.day == self.end.next
        && next.status.occasion == self.step.status.occasion
    }

    /// What is worth saying; nil of days that went as everybody expects.
    func remark(in language: Language) -> String? {
      let occasion = self.step.status.occasion
      switch (self.step.meaning, language) {
      case (.workingDay, .english) where occasion != nil, (.running, .english) where occasion != nil:
        return "\(self.days(in: language)) counts as a make-up day (\(occasion?.english ?? ""))"
      case (.workingDay, .chinese) where occasion != nil, (.running, .chinese) where occasion != nil:
        return "\(self.days(in: language))调休上班，计为工作日（\(occasion?.chinese ?? "")）"
      case (.skipped, .english): return "\(self.days(in: language)) skipped (\(occasion?.english ?? "weekly rest"))"
      case (.skipped, .chinese): return "\(self.days(in: language))跳过（\(occasion?.chinese ?? "周休息日")）"
      case (.rolled, .english): return "moved to \(self.days(in: language)), the next working day"
      case (.rolled, .chinese): return "顺延至下一工作日\(self.days(in: language))"
      case (.lastDayOfMonth, .english): return "no such day in that month, so its last day"
      case (.lastDayOfMonth, .chinese): return "该月无对应日，取月末"
      case (.appointed, .english): return "by appointment"
      case (.appointed, .chinese): return "按预约时间"
      default: return nil
      }
    }

    private func days(in language: Language) -> String {
      let (first, last) = (self.step.day, self.end)
      switch language {
      case .english where first == last: return first.english()
      case .english where first.month == last.month: return "\(first.day) to \(last.english())"
      case .english: return "\(first.english()) to \(last.english())"
      case .chinese where first == last: return first.chinese()
      case .chinese where first.month == last.month: return "\(first.chinese())至\(last.day)日"
      case .chinese: return "\(first.chinese())至\(last.chinese())"
      }
    }
  }
}

extension CalendarDay {
  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]

  /// The day as `10 October` or `10 October 2025`.
  func english(withYear: Bool = false) -> String {
    "\(self.day) \(Self.months[self.month - 1])" + (withYear ? " \(self.year)" : "")
  }

  /// The day as `10月10日` or `2025年10月10日`.
  func chinese(withYear: Bool = false) -> String {
    (withYear ? "\(self.year)年" : "") + "\(self.month)月\(self.day)日"
  }
}

extension String {
  fileprivate var capitalisedFirst: String { self.prefix(1).uppercased() + self.dropFirst() }
}
