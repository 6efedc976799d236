package import Foundation
package import Messages

/// Finds matters that several different people complain about within a month.
///
/// Two complaints are of one matter when they are about the same building part of the same building, and their words are
/// alike or they name the same place outside a home's own rooms. Who complains is known by the telephone: the same person
/// three times is one person.
package struct MatterWatch: Sendable {
  /// From three people on it is a group complaint.
  package static let groupSize = 3
  /// Hot are *more than* three.
  package static let hotSize = 4
  /// Praise and questions make no matter hot.
  package static let ignoredKinds: [ComplaintKind] = [.compliment, .enquiry, .staffMisconduct]
  /// Half of the pairs of letters are the same.
  package static let alike = 0.5

  /// Each is compared with each, while the project waits: of a place, the newest so many are, and those before them keep what
  /// they have. Four people's complaints among them are enough.
  package static let mostCompared = 500

  /// Complaints that come within ten minutes are looked at together.
  private static let interval: TimeInterval = 600

  /// When the project is to be looked at after a complaint that was registered at `now`.
  package static func nextLook(after now: Date) -> Date {
    let marks = (now.timeIntervalSince1970 / Self.interval).rounded(.down) + 1
    return Date(timeIntervalSince1970: marks * Self.interval)
  }

  package struct Outcome: Sendable, Equatable {
    /// Matters that are new or have become hot.
    package internal(set) var matters: [Matter] = []
    /// Complaints that belong to a matter from now on.
    package internal(set) var joined: [ComplaintNumber: MatterNumber] = [:]
    /// Complaints of a hot matter that have the grade of ordinary ones.
    package internal(set) var heated: [ComplaintNumber] = []

    package init() {}
  }

  private struct Place: Hashable {
    let building: ExactText
    let part: BuildingPart
  }

  private struct Entry {
    let complaint: Complaint
    let wording: Wording
    let location: Wording
  }

  /// - Parameters:
  ///   - complaints: those of one project that were received within the window, with their matters.
  ///   - known: the matters that they belong to.
  package static func look(at complaints: [Complaint], known: [Matter], now: Date) -> Outcome {
    var outcome = Outcome()
    let matters = Dictionary(known.map { ($0.number, $0) }) { first, _ in first }
    let places = Dictionary(grouping: complaints.filter { !Self.ignoredKinds.contains($0.kind) }) { complaint in
      Place(building: ExactText(complaint.report.unit.building), part: complaint.report.buildingPart)
    }
    // Without three complaints there are no three people.
    for (place, complaints) in places where complaints.count >= Self.groupSize {
      for group in Self.groups(of: complaints) {
        Self.judge(group, at: place, known: matters, now: now, into: &outcome)
      }
    }
    outcome.heated.sort(by: Self.isEarlier)
    outcome.matters.sort { Self.isEarlier($0.number.first, $1.number.first) }
    return outcome
  }

  private static func judge(
    _ group: [Complaint], at place: Place, known: [MatterNumber: Matter], now: Date, into outcome: inout Outcome
  ) {
    let people = Set(group.map(\.complainant)).count
    let first = group.compactMap(\.matter).min { Self.isEarlier($0.first, $1.first) }
    guard people >= Self.groupSize || first != nil, let oldest = group.first else { return }
    let number = first ?? MatterNumber(first: oldest.number)
    var matter =
      known[number]
      ?? Matter(
        number: number, buildingPart: place.part, building: place.building.text, groupAt: now)
    if people >= Self.hotSize, matter.hotAt == nil { matter.hotAt = now }
    if matter != known[number] { outcome.matters.append(matter) }
    for complaint in group {
      if complaint.matter != number { outcome.joined[complaint.number] = number }
      // Major and important have shorter limits than hot, and keep them.
      if matter.hotAt != nil, complaint.grade == .general { outcome.heated.append(complaint.number) }
    }
  }

  /// Complaints that are alike, directly or by way of others; each group in the order of its numbers.
  private static func groups(of complaints: [Complaint]) -> [[Complaint]] {
    var groups: [[Entry]] = []
    let newest = complaints.sorted { Self.isEarlier($0.number, $1.number) }.suffix(Self.mostCompared)
    for complaint in newest {
      let entry = Entry(
        complaint: complaint, wording: Wording(complaint.report.content),
        location: Wording(complaint.report.unit.location ?? ""))
      let (same, others) = groups.reduce(into: ([[Entry]](), [[Entry]]())) { sorted, group in
        if group.contains(where: { Self.isSameMatter($0, entry) }) {
          sorted.0.append(group)
        } else {
          sorted.1.append(group)
        }
      }
      let merged = (same.flatMap(\.self) + [entry]).sorted { Self.isEarlier($0.complaint.number, $1.complaint.number) }
      groups = others + [merged]
    }
    return groups.map { $0.map(\.complaint) }
  }

  /// Of one project, in the order of registration.
  private static func isEarlier(_ left: ComplaintNumber, _ right: ComplaintNumber) -> Bool {
    (left.year, left.serial) < (right.year, right.serial)
  }

  private static func isSameMatter(_ left: Entry, _ right: Entry) -> Bool {
    if let matter = left.complaint.matter, matter == right.complaint.matter { return true }
    if left.wording.similarity(to: right.wording) >= Self.alike { return true }
    // The bathroom of one home is not the bathroom of another; the garage of a building is one place for all.
    let isShared = left.complaint.report.unit.unit != right.complaint.report.unit.unit
    return isShared && left.complaint.report.unit.isSharedPlace && left.location == right.location
  }
}

extension Complaint {
  /// The digits of the telephone: who complains, however he writes it.
  fileprivate var complainant: String {
    let digits = self.report.customer.telephone.filter { ("0"..."9").contains($0) }
    return digits.hasPrefix("86") && digits.count == 13 ? String(digits.dropFirst(2)) : digits
  }
}

extension UnitAddress {
  private static let sharedPlaces = ["电梯", "楼道", "走廊", "大堂", "车库", "地下室", "屋面", "外墙", "楼梯", "小区", "公共"]

  /// The place belongs to all homes of the building.
  fileprivate var isSharedPlace: Bool {
    guard let location else { return false }
    return Self.sharedPlaces.contains { location.contains($0) }
  }
}
