import Foundation
import Messages
import Policy
import Presentation
package import WorkCalendar

/// How the date of a limit came about, in both languages of the forms.
extension CaseTimer {
  package struct Explanation: Sendable, Equatable, Codable {
    package let chinese: [String]
    package let english: [String]
  }

  package func explanation(_ calendar: WorkCalendar) -> Explanation {
    Explanation(chinese: self.lines(.chinese, calendar), english: self.lines(.english, calendar))
  }

  private func lines(_ language: DueDate.Language, _ calendar: WorkCalendar) -> [String] {
    self.limit.explanation(of: self.name.name, in: language, calendar) + [self.ending(language)].compactMap(\.self)
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
