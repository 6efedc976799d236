package import Foundation
package import Messages
package import WorkCalendar

/// The part of the register that a batch of submissions touches, and the rules by which it grows.
package struct ComplaintRegister: Sendable {
  /// Serials are counted within one project and year.
  package struct Series: Sendable, Hashable {
    package let project: ProjectCode
    package let year: Int

    package init(project: ProjectCode, year: Int) {
      self.project = project
      self.year = year
    }
  }

  package enum Registration: Sendable {
    case registered(Complaint)
    /// The same sender said the same thing before.
    case repeated(ComplaintNumber)
  }

  /// A sender's clock may run ahead of ours by so much before "received" counts as the future.
  package static let clockTolerance: TimeInterval = 300

  /// No complaint is older than complaint numbers are; a clock that was never set says 1970.
  package static let earliestReceipt = Date(timeIntervalSince1970: 946_684_800)

  private let triage: Triage
  private let calendar: WorkCalendar
  private let projects: [ProjectCode: Project]
  /// The homes of the batch that the property register has.
  private let knownHomes: Set<HomeAddress>
  private var complaints: [SenderReference: Complaint]
  /// The highest serial of each series that has begun.
  package private(set) var lastSerials: [Series: Int]

  /// In order of registration.
  package private(set) var registered: [Complaint] = []
  /// How often each known complaint was handed in again.
  package private(set) var repeats: [ComplaintNumber: Int] = [:]

  package init(
    projects: [Project], complaints: [Complaint], lastSerials: [Series: Int], knownHomes: Set<HomeAddress> = [],
    triage: Triage = Triage(), calendar: WorkCalendar
  ) {
    self.triage = triage
    self.knownHomes = knownHomes
    self.projects = Dictionary(projects.map { ($0.code, $0) }) { first, _ in first }
    self.complaints = Dictionary(complaints.map { ($0.key, $0) }) { first, _ in first }
    self.lastSerials = lastSerials
    self.calendar = calendar
  }

  /// Registers a submission once: the same content again changes nothing, other content under the same reference is a
  /// conflict.
  /// - Throws: everything that is wrong with it, at once; the register is unchanged.
  package mutating func register(_ submission: Submission, now: Date) throws(Rejected) -> Registration {
    if let known = self.complaints[submission.key] {
      guard Self.saysTheSame(known.report, submission.report) else {
        throw Rejected(
          "reference", .conflict, "This reference was registered as \(known.number) with other content.")
      }
      self.repeats[known.number, default: 0] += 1
      return .repeated(known.number)
    }
    let faults = self.faults(of: submission.report, now: now)
    guard faults.isEmpty else { throw Rejected(faults) }
    let standing = self.triage.standing(of: submission.report)
    let complaint = Complaint(
      number: self.nextNumber(project: submission.report.unit.project, now: now), source: submission.source,
      report: submission.report, registeredAt: now, category: standing.category,
      grade: standing.grade,
      isUnitKnown: self.knownHomes.contains(submission.report.unit.home))
    self.complaints[complaint.key] = complaint
    self.registered.append(complaint)
    return .registered(complaint)
  }

  /// One of those that the batch has registered or found.
  /// - Throws: `not-found`.
  package func complaint(_ number: ComplaintNumber) throws(Rejected) -> Complaint {
    guard let complaint = self.complaints.values.first(where: { $0.number == number }) else {
      throw Rejected("number", .notFound, "No complaint has this number.")
    }
    return complaint
  }

  private func faults(of report: ComplaintReported, now: Date) -> [Fault] {
    var faults: [Fault] = []
    if report.receivedAt > now.addingTimeInterval(Self.clockTolerance) {
      faults.append(Fault("receivedAt", .inTheFuture, "The complaint was received after this moment."))
    }
    if report.receivedAt < Self.earliestReceipt {
      faults.append(Fault("receivedAt", .invalid, "The complaint was received before the year 2000."))
    }
    if report.kind == .staffMisconduct {
      // It has a store and readers of its own, and no number.
      faults.append(Fault("kind", .notSupported, "A report of misconduct is handed in by itself."))
    }
    if self.projects[report.unit.project] == nil {
      faults.append(Fault("unit.project", .unknownProject, "No project with this code is registered."))
    }
    return faults
  }

  private mutating func nextNumber(project: ProjectCode, now: Date) -> ComplaintNumber {
    let series = Series(project: project, year: self.calendar.day(of: now).year)
    let serial = self.lastSerials[series, default: 0] + 1
    self.lastSerials[series] = serial
    return ComplaintNumber(project: project, year: series.year, serial: serial)
  }

  // Times are compared as they are written: the database keeps microseconds, and a double that went there and back may
  // differ in its last bit.
  private static func saysTheSame(_ left: ComplaintReported, _ right: ComplaintReported) -> Bool {
    guard let left = try? MessageCoding.encode(left), let right = try? MessageCoding.encode(right) else { return false }
    return left == right
  }
}
