package import DurableMessaging
package import Foundation
package import IntakeDomain
package import Messages

/// What the inputs of a batch name, and so what has to be loaded to decide about them.
package struct IntakeKeys: Sendable {
  /// What the messages say, read once.
  package private(set) var readings: [UUID: Result<IntakeReading, Rejected>] = [:]
  package private(set) var complaints: [SenderReference] = []
  /// Homes that complaints are about.
  package private(set) var complainedHomes: Set<HomeAddress> = []
  /// Of projects that are to be registered: nobody else may have them.
  package private(set) var worksNumbers: [Int] = []
  /// Homes and buildings that facts are about.
  package private(set) var homes: Set<HomeAddress> = []
  package private(set) var buildings: Set<Building.Key> = []
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
        case .failure: break
        }
      case .action(.submit(let submission)): self.note(submission)
      case .action(.register(let project)):
        self.codes.insert(project.code)
        self.worksNumbers.append(project.worksNumber)
      case .action(.importProperty(let table, _)):
        for item in table.items { self.note(item.fact) }
      case .deadline: break
      }
    }
  }

  /// In the order in which they are locked.
  package var projects: [ProjectCode] { self.codes.sorted { $0.text < $1.text } }

  /// The buildings whose days the facts of the batch have to be seen against.
  package var namedBuildings: Set<Building.Key> { self.buildings.union(self.homes.map(\.buildingKey)) }

  private mutating func note(_ submission: Submission) {
    self.codes.insert(submission.report.unit.project)
    self.complaints.append(submission.key)
    self.complainedHomes.insert(submission.report.unit.home)
  }

  private mutating func note(_ fact: PropertyFact) {
    self.codes.insert(fact.project)
    if let home = fact.home { self.homes.insert(home) }
    if let building = fact.building { self.buildings.insert(building) }
  }
}
