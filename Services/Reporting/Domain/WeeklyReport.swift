package import Foundation
import Messages

/// The weekly complaint report: one line for all, and one for each category, unit and contractor.
///
/// It depends on the records and the week alone, so the same records give the same figures at any later time.
package struct WeeklyReport: Sendable, Encodable {
  package struct Line: Sendable, Encodable {
    package let key: String
    package let chinese: String
    package let english: String
    package let figures: Figures
  }

  /// Limits that were missed in the week.
  package struct Missed: Sendable, Encodable, Equatable {
    package let rule: String
    package let unit: String
    package let chinese: String
    package let english: String
    package let count: Int
  }

  package let week: String
  package let from: Date
  package let until: Date
  package let total: Figures
  package let categories: [Line]
  package let units: [Line]
  package let contractors: [Line]
  package let missedLimits: [Missed]

  /// - Parameter records: at least every case that was received before the week's end and not closed before its start.
  package init(week: ReportWeek, records: [CaseRecord]) {
    self.week = week.description
    self.from = week.start
    self.until = week.end
    self.total = Figures(of: records, in: week)
    self.categories = Self.lines(records, in: week) { record in
      record.registration.map { ($0.category.rawValue, $0.category.name) }
    }
    self.units = Self.lines(records, in: week) { record in
      record.unit.map { ($0.rawValue, $0.name) } ?? ("unassigned", TermName("未分派", "unassigned"))
    }
    self.contractors = Self.lines(records, in: week) { record in
      record.contractor.map { code in
        let name = record.contractorName ?? code.text
        return (code.text, TermName(name, name))
      }
    }
    self.missedLimits = Self.missed(records, in: week)
  }

  private static func lines(
    _ records: [CaseRecord], in week: ReportWeek, by key: (CaseRecord) -> (String, TermName)?
  ) -> [Line] {
    var groups: [String: (name: TermName, records: [CaseRecord])] = [:]
    for record in records {
      guard let (key, name) = key(record) else { continue }
      groups[key, default: (name, [])].records.append(record)
    }
    return groups.sorted { $0.key < $1.key }.map { key, group in
      Line(
        key: key, chinese: group.name.chinese, english: group.name.english,
        figures: Figures(of: group.records, in: week))
    }
  }

  private static func missed(_ records: [CaseRecord], in week: ReportWeek) -> [Missed] {
    struct Key: Hashable {
      let rule: String
      let unit: ResponsibleUnit?
    }
    var counts: [Key: Int] = [:]
    for limit in records.flatMap(\.missedLimits.values) where week.range.contains(limit.missedAt) {
      counts[Key(rule: limit.rule, unit: limit.unit), default: 0] += 1
    }
    return counts.map { key, count in
      let name = key.unit?.name ?? TermName("未分派", "unassigned")
      return Missed(
        rule: key.rule, unit: key.unit?.rawValue ?? "unassigned", chinese: name.chinese, english: name.english,
        count: count)
    }
    .sorted { ($0.rule, $0.unit) < ($1.rule, $1.unit) }
  }
}
