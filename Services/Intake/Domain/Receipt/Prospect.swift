package import Foundation
package import Messages

/// Somebody who thinks of buying, met in a contact of customer service: form SM03-14. He is in no dossier,
/// and sales follows him up.
package struct Prospect: Sendable, Equatable {
  package struct FollowUp: Sendable, Equatable {
    package let author: Author
    package let takenAt: Date

    package init(author: Author, takenAt: Date) {
      self.author = author
      self.takenAt = takenAt
    }
  }

  /// What he looks for, in his words; what he has not said is left out.
  package struct Demand: Sendable, Equatable {
    package let type: String?
    package let area: String?
    package let budget: String?
    package let preferences: String?

    package init(type: String?, area: String?, budget: String?, preferences: String?) {
      self.type = type
      self.area = area
      self.budget = budget
      self.preferences = preferences
    }
  }

  package let number: ProspectNumber
  package let person: Customer
  package let channel: Channel
  package let metAt: Date
  package let demand: Demand
  /// The owner who has sent him, in the recorder's words.
  package let referredBy: String?
  package let author: Author
  package let recordedAt: Date
  /// Who of sales has taken him over; nil while he waits.
  package private(set) var followUp: FollowUp?

  package init(
    number: ProspectNumber, person: Customer, channel: Channel, metAt: Date, demand: Demand, referredBy: String?,
    author: Author, recordedAt: Date, followUp: FollowUp? = nil
  ) {
    self.number = number
    self.person = person
    self.channel = channel
    self.metAt = metAt
    self.demand = demand
    self.referredBy = referredBy
    self.author = author
    self.recordedAt = recordedAt
    self.followUp = followUp
  }

  /// Sales takes him over, once.
  /// - Throws: when another has him.
  package mutating func take(by author: Author, now: Date) throws(Rejected) {
    guard self.followUp == nil else {
      throw Rejected("number", .conflict, "Somebody of sales follows this prospect up already.")
    }
    self.followUp = FollowUp(author: author, takenAt: now)
  }
}

/// What is written down of a prospect before he has a number.
package struct ProspectNote: Sendable {
  package let project: ProjectCode
  package let person: Customer
  package let channel: Channel
  package let metAt: Date
  package let demand: Prospect.Demand
  package let referredBy: String?
  package let author: Author

  package init(
    project: ProjectCode, person: Customer, channel: Channel, metAt: Date, demand: Prospect.Demand, referredBy: String?,
    author: Author
  ) {
    self.project = project
    self.person = person
    self.channel = channel
    self.metAt = metAt
    self.demand = demand
    self.referredBy = referredBy
    self.author = author
  }

  /// - Throws: for what is said to come from the future.
  package func prospect(_ number: ProspectNumber, now: Date) throws(Rejected) -> Prospect {
    guard self.metAt <= now.addingTimeInterval(ComplaintRegister.clockTolerance) else {
      throw Rejected("metAt", .inTheFuture, "The contact is said to be after this moment.")
    }
    return Prospect(
      number: number, person: self.person, channel: self.channel, metAt: self.metAt, demand: self.demand,
      referredBy: self.referredBy, author: self.author, recordedAt: now)
  }
}

/// `SM03-14-CLX-2023-0001`: form, project, year of recording and a serial without gaps.
package struct ProspectNumber: ProjectIdentifier {
  package static let pattern = "^SM03-14-[A-Z][A-Z0-9]{1,7}-[2-9][0-9]{3}-[0-9]{4,}$"
  package static let example = "SM03-14-CLX-2023-0001"
  private static let form = "SM03-14"

  package let project: ProjectCode
  package let year: Int
  package let serial: Int

  package init(project: ProjectCode, year: Int, serial: Int) {
    self.project = project
    self.year = year
    self.serial = serial
  }

  package init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 5, let project = ProjectCode(parts[2]), let year = Int(parts[3]), (2000...9999).contains(year),
      let serial = Int(parts[4]), serial > 0
    else { return nil }
    self.init(project: project, year: year, serial: serial)
    guard self.text == text else { return nil }
  }

  package var text: String {
    let digits = String(self.serial)
    let padding = String(repeating: "0", count: Swift.max(0, 4 - digits.count))
    return "\(Self.form)-\(self.project)-\(self.year)-\(padding)\(digits)"
  }
}
