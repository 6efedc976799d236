package import Foundation
package import Messages
package import Policy
package import WorkCalendar

/// An ending of a home's warranty of which the owner was reminded.
package struct WarrantyReminder: Sendable, Hashable {
  package let home: HomeAddress
  package let ending: WarrantyEnding

  package init(home: HomeAddress, ending: WarrantyEnding) {
    self.home = home
    self.ending = ending
  }
}

/// Reminds owners of the ends of their warranties.
package struct WarrantyReminders: Sendable {
  package let table: WarrantyTable
  private let limit: Limit
  private let calendar: WorkCalendar

  /// - Throws: `noLimit` when the policy leaves the time before the end out.
  package init(policy: PolicyProfile, table: WarrantyTable, calendar: WorkCalendar) throws(PolicyError) {
    self.table = table
    self.limit = try policy.limit(.warrantyReminder)
    self.calendar = calendar
  }

  /// The last days of which owners are reminded on `day`: all until as long as the policy says after it, so that what was
  /// missed, or has only now become known, is said late, and nothing after its end.
  package func days(on day: CalendarDay) -> Range<CalendarDay> {
    day..<self.calendar.lastDay(
      of: self.limit.due(after: self.calendar.start(of: day), calendar: self.calendar).instant
    ).next
  }

  /// What is to be said of these homes and has not been said.
  ///
  /// - Parameter known: what was said before.
  /// - Returns: the reminders, and an event for each home and last day.
  package func due(
    for homes: [(address: HomeAddress, facts: WarrantyFacts)], known: Set<WarrantyReminder>, now: Date
  ) -> (reminders: [WarrantyReminder], events: [WarrantyExpiring]) {
    let days = self.days(on: self.calendar.day(of: now))
    // Most homes of a project were completed, and many handed over, on one day.
    var endings: [WarrantyFacts: [WarrantyEnding]] = [:]
    var (reminders, events): ([WarrantyReminder], [WarrantyExpiring]) = ([], [])
    for (address, facts) in homes {
      let all = endings[facts] ?? self.table.endings(within: days, facts: facts)
      endings[facts] = all
      let new = all.map { WarrantyReminder(home: address, ending: $0) }.filter { !known.contains($0) }
      reminders += new
      for (lastDay, ending) in Dictionary(grouping: new.map(\.ending), by: \.lastDay).sorted(by: { $0.key < $1.key }) {
        events.append(
          WarrantyExpiring(
            unit: address,
            items: ending.map { WarrantyExpiring.Item(buildingPart: $0.part, subpart: $0.subpart) }, lastDay: lastDay,
            remindedAt: now))
      }
    }
    return (reminders, events)
  }
}
