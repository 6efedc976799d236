package import Foundation

extension WorkCalendar {
  /// the trigger day is not counted, the limit expires at 24:00 of the nth working day.
  ///
  /// Below 1, `n` gives the end of the trigger day itself.
  package func due(workingDays n: Int, after start: Date) -> DueDate {
    var day = self.day(of: start)
    var steps = [self.step(.trigger, day)]
    var counted = 0
    while counted < n, day < .last {
      day = day.next
      let status = self.status(of: day)
      counted += status.isWorkingDay ? 1 : 0
      steps.append(DueDateStep(day: day, meaning: status.isWorkingDay ? .workingDay : .skipped, status: status))
    }
    return self.dueAtEnd(of: day, steps: steps, judged: steps.dropFirst())
  }

  /// the trigger day is not counted, the limit expires at 24:00 of the nth calendar day.
  ///
  /// Below 1, `n` gives the trigger day. A week is seven calendar days.
  ///
  /// - Parameter rolling: whether a limit that ends on a rest day moves to the next working day: so for what
  ///   people do, not for jobs on a fixed day.
  package func due(calendarDays n: Int, after start: Date, rolling: Bool) -> DueDate {
    var day = self.day(of: start)
    var steps = [self.step(.trigger, day)]
    var counted = 0
    while counted < n, day < .last {
      day = day.next
      counted += 1
      steps.append(self.step(.calendarDay, day))
    }
    guard rolling else { return self.dueAtEnd(of: day, steps: steps, judged: []) }
    let lastOfCount = steps.count - 1
    while !self.isWorkingDay(day), day < .last {
      day = day.next
      steps.append(self.step(self.isWorkingDay(day) ? .rolled : .skipped, day))
    }
    return self.dueAtEnd(of: day, steps: steps, judged: steps[lastOfCount...])
  }

  /// 24:00 of the same day number n months later, or of the month's last day where that number does not exist.
  package func due(months n: Int, after start: Date) -> DueDate {
    let trigger = self.day(of: start)
    let day = trigger.adding(months: max(0, n))
    let meaning: DueDateStep.Meaning = day.day == trigger.day ? .sameDayNumber : .lastDayOfMonth
    return self.dueAtEnd(of: day, steps: [self.step(.trigger, trigger), self.step(meaning, day)], judged: [])
  }

  /// the exact instant n hours later; nights, weekends and holidays do not stop it.
  package func due(hours n: Int, after start: Date) -> DueDate {
    self.due(seconds: Double(max(0, n)) * 3600, after: start)
  }

  /// R-003 for what is left of a limit in hours that was paused.
  package func due(seconds: Double, after start: Date) -> DueDate {
    let instant = start.addingTimeInterval(max(0, seconds))
    let day = self.day(of: instant)
    return DueDate(
      instant: instant, day: day, time: self.timeOfDay(of: instant), warnings: [],
      steps: [self.step(.started, self.day(of: start)), self.step(.elapsed, day)])
  }

  /// hours that run on working days only, through their nights, and stand still on rest days.
  package func due(workingDayHours n: Int, after start: Date) -> DueDate {
    self.due(workingDaySeconds: Double(max(0, n)) * 3600, after: start)
  }

  /// R-047 for what is left of such a limit that was paused.
  package func due(workingDaySeconds seconds: Double, after start: Date) -> DueDate {
    var left = max(0, seconds)
    var day = self.day(of: start)
    var instant = start
    var steps = [self.step(.started, day)]
    while day < .last {
      let rest = self.isWorkingDay(day) ? self.end(of: day).timeIntervalSince(instant) : 0
      if self.isWorkingDay(day), left <= rest { break }
      left -= rest
      day = day.next
      instant = self.start(of: day)
      steps.append(self.step(self.isWorkingDay(day) ? .running : .skipped, day))
    }
    instant += left
    steps.append(self.step(.elapsed, day))
    // The line of the last day says that time has elapsed, not that it ran there too.
    if steps.count > 2, steps[steps.count - 2].meaning == .running { steps.remove(at: steps.count - 2) }
    let time = instant == self.end(of: day) ? TimeOfDay.endOfDay : self.timeOfDay(of: instant)
    return DueDate(
      instant: instant, day: day, time: time, warnings: self.warnings(of: steps[...]), steps: steps)
  }

  /// an appointment with the customer is its own limit, to the minute and on a rest day too.
  package func due(atAppointment appointment: Date) -> DueDate {
    let day = self.day(of: appointment)
    return DueDate(
      instant: appointment, day: day, time: self.timeOfDay(of: appointment), warnings: [],
      steps: [self.step(.appointed, day)])
  }

  /// A milestone so many months before a day, such as site opening before delivery: the same day number or the
  /// month's last. The day itself still counts as in time.
  package func subtracting(months n: Int, from day: CalendarDay) -> CalendarDay {
    day.adding(months: -max(0, n))
  }

  /// A milestone so many calendar days before a day; the day itself still counts as in time.
  package func subtracting(calendarDays n: Int, from day: CalendarDay) -> CalendarDay {
    day.adding(days: -max(0, n))
  }

  private func step(_ meaning: DueDateStep.Meaning, _ day: CalendarDay) -> DueDateStep {
    DueDateStep(day: day, meaning: meaning, status: self.status(of: day))
  }

  /// `judged` are the steps whose being work or rest decided the date: only their years can make it doubtful.
  private func dueAtEnd(of day: CalendarDay, steps: [DueDateStep], judged: ArraySlice<DueDateStep>) -> DueDate {
    DueDate(
      instant: self.end(of: day), day: day, time: .endOfDay, warnings: self.warnings(of: judged), steps: steps)
  }

  private func warnings(of judged: ArraySlice<DueDateStep>) -> [DueDateWarning] {
    Set(judged.map(\.day.year)).subtracting(self.yearsWithTable).sorted().map { .yearWithoutTable(year: $0) }
  }
}
