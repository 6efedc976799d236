package import Foundation
package import IntakeDomain
package import Messages

/// What a batch of intake knows and changes.
package struct IntakeState: Sendable {
  /// What the messages of the batch say, read once.
  let readings: [UUID: Result<IntakeReading, Rejected>]
  package internal(set) var register: ComplaintRegister
  /// Complaints that may be changed.
  package internal(set) var book: ComplaintBook
  package internal(set) var property: PropertyRegister
  /// Complaints of the month and the matters of each project that is to be looked at.
  package let recent: [ProjectCode: (complaints: [ComplaintNumber], matters: [Matter])]
  package internal(set) var evidence: EvidenceFolder
  private(set) var drafts: [DraftID: Draft]
  package internal(set) var prospects: ProspectBook
  private(set) var guide: [GuideKey: GuideEntry]
  private(set) var misconduct: [SenderReference: MisconductReport]
  /// The versions of the rules of grading, where the batch changes them.
  let triageVersions: [Int]
  /// Projects whose works numbers the batch wants to give away, too.
  var worksNumbers: [Int: ProjectCode]

  /// In the order in which they were registered.
  package internal(set) var newProjects: [(project: Project, registeredAt: Date)] = []
  /// When the acts of the batch were recorded.
  package internal(set) var actsRecordedAt: Date?
  package internal(set) var changedMatters: [Matter] = []
  var links: [(number: ComplaintNumber, other: ComplaintNumber)] = []
  var acknowledgements: [Acknowledgement] = []
  /// Complaints of which nothing that tells of people is to be left.
  package internal(set) var anonymised: [CaseAnonymised] = []
  var removedRecordings: [(number: ComplaintNumber, position: Int)] = []
  private(set) var changedDrafts: [Draft] = []
  private(set) var newGuideEntries: [GuideEntry] = []
  private(set) var changedGuideEntries: [GuideEntry] = []
  private(set) var newMisconduct: [MisconductReport] = []
  var proposal: (rules: TriageRules, author: Author, proposedAt: Date)?
  var activation: (version: Int, at: Date)?

  package init(
    readings: [UUID: Result<IntakeReading, Rejected>], register: ComplaintRegister, book: ComplaintBook,
    property: PropertyRegister, recent: [ProjectCode: (complaints: [ComplaintNumber], matters: [Matter])] = [:],
    evidence: [Evidence] = [], leavingFiles: Set<String> = [], drafts: [Draft] = [], guide: [GuideEntry] = [],
    prospects: ProspectBook = ProspectBook(), misconduct: [MisconductReport] = [], triageVersions: [Int] = [],
    sameWorksNumbers: [Project]
  ) {
    self.readings = readings
    self.register = register
    self.book = book
    self.property = property
    self.recent = recent
    self.evidence = EvidenceFolder(evidence, leaving: leavingFiles)
    self.drafts = Dictionary(drafts.map { ($0.id, $0) }) { first, _ in first }
    self.prospects = prospects
    self.guide = Dictionary(guide.map { ($0.key, $0) }) { first, _ in first }
    self.misconduct = Dictionary(misconduct.map { ($0.key, $0) }) { first, _ in first }
    self.triageVersions = triageVersions
    self.worksNumbers = Dictionary(sameWorksNumbers.map { ($0.worksNumber, $0.code) }) { first, _ in first }
  }

  mutating func put(_ draft: Draft) {
    self.drafts[draft.id] = draft
    self.changedDrafts.removeAll { $0.id == draft.id }
    self.changedDrafts.append(draft)
  }

  mutating func put(_ entry: GuideEntry) {
    self.guide[entry.key] = entry
    if entry.version == 1 { self.newGuideEntries.append(entry) } else { self.changedGuideEntries.append(entry) }
  }

  /// - Returns: whether it is new; the same report again is the same report.
  mutating func add(_ report: MisconductReport) -> Bool {
    guard self.misconduct[report.key] == nil else { return false }
    self.misconduct[report.key] = report
    self.newMisconduct.append(report)
    return true
  }
}
