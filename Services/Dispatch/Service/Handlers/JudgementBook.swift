package import DispatchDomain
package import Messages

/// What a batch knows and changes of judgements, and of the homes that they are about.
package struct JudgementBook: Sendable {
  private var judgements: [ComplaintNumber: CaseJudgements]
  private let units: [ComplaintNumber: PropertyUnit]
  package private(set) var newRecords: [(number: ComplaintNumber, record: JudgementRecord)] = []
  package private(set) var changedNotices: [ComplaintNumber: BuilderNotice] = [:]
  package private(set) var endedNotices: Set<ComplaintNumber> = []
  private var toldUnits: [HomeAddress: UnitChanged] = [:]
  private var toldProjects: [ProjectCode: ProjectChanged] = [:]

  package init(
    records: [(number: ComplaintNumber, record: JudgementRecord)] = [],
    notices: [(number: ComplaintNumber, notice: BuilderNotice)] = [],
    units: [(number: ComplaintNumber, unit: PropertyUnit)] = []
  ) {
    self.judgements = Dictionary(grouping: records, by: \.number).mapValues {
      CaseJudgements(records: $0.map(\.record))
    }
    for (number, notice) in notices { self.judgements[number, default: CaseJudgements()].stand(notice) }
    self.units = Dictionary(units.map { ($0.number, $0.unit) }) { first, _ in first }
  }

  func judgements(of number: ComplaintNumber) -> CaseJudgements { self.judgements[number] ?? CaseJudgements() }

  func unit(of number: ComplaintNumber) -> PropertyUnit? { self.units[number] }

  mutating func put(_ changed: CaseJudgements, of number: ComplaintNumber) {
    let known = self.judgements(of: number)
    self.newRecords += changed.records.dropFirst(known.records.count).map { (number, $0) }
    if changed.notice != known.notice {
      self.changedNotices[number] = changed.notice
      if changed.notice == nil { self.endedNotices.insert(number) } else { self.endedNotices.remove(number) }
    }
    self.judgements[number] = changed
  }

  mutating func told(_ unit: UnitChanged) {
    if let known = self.toldUnits[unit.unit], known.changedAt > unit.changedAt { return }
    self.toldUnits[unit.unit] = unit
  }

  mutating func told(_ project: ProjectChanged) {
    if let known = self.toldProjects[project.project], known.changedAt > project.changedAt { return }
    self.toldProjects[project.project] = project
  }

  /// In the order of their keys, in which two batches meet them.
  var changedUnits: [UnitChanged] { self.toldUnits.values.sorted { $0.unit.subject < $1.unit.subject } }
  var changedProjects: [ProjectChanged] { self.toldProjects.values.sorted { $0.project.text < $1.project.text } }
}
