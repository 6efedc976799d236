package import DurableMessaging
package import Foundation
package import IntakeDomain
package import Messages

/// What the inputs of a batch name, and so what has to be loaded to decide about them.
package struct IntakeKeys: Sendable {
  /// What the messages say, read once.
  package private(set) var readings: [UUID: Result<IntakeReading, Rejected>] = [:]
  package private(set) var submissions: [SenderReference] = []
  /// Homes that complaints are about.
  package private(set) var complainedHomes: Set<HomeAddress> = []
  /// Registered complaints that are to be changed.
  package private(set) var complaints: Set<ComplaintNumber> = []
  /// Complaints that get another file.
  package private(set) var evidence: Set<ComplaintNumber> = []
  /// Of the files that they get.
  package private(set) var checksums: Set<String> = []
  package private(set) var misconduct: [SenderReference] = []
  package private(set) var drafts: Set<DraftID> = []
  /// Prospects that sales takes over.
  package private(set) var prospects: Set<ProspectNumber> = []
  package private(set) var notesProspects = false
  package private(set) var guide: Set<GuideKey> = []
  /// Of projects that are to be registered: nobody else may have them.
  package private(set) var worksNumbers: [Int] = []
  /// Homes and buildings that facts are about.
  package private(set) var homes: Set<HomeAddress> = []
  package private(set) var buildings: Set<Building.Key> = []
  /// Projects that are to be looked at for matters, with the moment of the look.
  package private(set) var looks: [ProjectCode: Date] = [:]
  package private(set) var changesTriage = false
  private var codes: Set<ProjectCode> = []

  package init(_ inputs: [Input<IntakeAction>]) {
    for input in inputs {
      switch input {
      case .message(let arrival, let envelope):
        let reading = IntakeReading.read(arrival, envelope)
        self.readings[arrival.key] = reading
        switch reading {
        case .success(.submission(let submission)): self.note(submission)
        case .success(.fact(let fact)): self.note(fact)
        case .success(.raised(let message)): self.note(message.complaint)
        case .success(.held(let message)): self.note(message.complaint)
        case .success(.anonymised(let message)): self.note(message.complaint)
        case .failure: break
        }
      case .action(let action): self.note(action)
      case .deadline(let deadline): self.note(deadline)
      }
    }
  }

  /// In the order in which they are locked.
  package var projects: [ProjectCode] { self.codes.sorted { $0.text < $1.text } }

  /// The buildings whose days the facts of the batch have to be seen against.
  package var namedBuildings: Set<Building.Key> { self.buildings.union(self.homes.map(\.buildingKey)) }

  private mutating func note(_ action: IntakeAction) {
    switch action {
    case .submit(let submission): self.note(submission)
    case .submitTogether(let contact): for submission in contact.submissions { self.note(submission) }
    case .submitDraft(let draft, let submission):
      self.drafts.insert(draft.id)
      if let submission { self.note(submission) }
      if let number = draft.complaint { self.note(number) }
    case .save(let draft): self.drafts.insert(draft.id)
    case .regrade(let number, _), .convert(let number, _, _, _): self.note(number)
    case .acknowledge(let acknowledgement): self.note(acknowledgement.complaint)
    case .add(let evidence):
      self.note(evidence.complaint)
      self.evidence.insert(evidence.complaint)
      self.checksums.formUnion([evidence.original.checksum, evidence.shown.checksum])
    case .report(let report):
      self.codes.insert(report.project)
      self.misconduct.append(report.key)
    case .note(let note):
      self.codes.insert(note.project)
      self.notesProspects = true
    case .followUp(let number, _):
      self.codes.insert(number.project)
      self.prospects.insert(number)
    case .register(let project):
      self.codes.insert(project.code)
      self.worksNumbers.append(project.worksNumber)
    case .importProperty(let table, _): for item in table.items { self.note(item.fact) }
    case .propose, .activate: self.changesTriage = true
    case .write(let entry): self.guide.insert(entry.key)
    }
  }

  private mutating func note(_ submission: Submission) {
    self.codes.insert(submission.report.unit.project)
    if submission.report.kind == .staffMisconduct {
      self.misconduct.append(submission.key)
    } else {
      self.submissions.append(submission.key)
      self.complainedHomes.insert(submission.report.unit.home)
    }
  }

  private mutating func note(_ number: ComplaintNumber) {
    self.codes.insert(number.project)
    self.complaints.insert(number)
  }

  private mutating func note(_ fact: PropertyFact) {
    self.codes.insert(fact.project)
    if let home = fact.home { self.homes.insert(home) }
    if let building = fact.building { self.buildings.insert(building) }
  }

  private mutating func note(_ deadline: Deadline) {
    switch IntakeTimer(deadline) {
    case .look(let project):
      self.codes.insert(project)
      self.looks[project] = deadline.dueAt
    case .acknowledgement(let number): self.note(number)
    case .recording(let number, _):
      self.note(number)
      self.evidence.insert(number)
    case nil: break
    }
  }
}
