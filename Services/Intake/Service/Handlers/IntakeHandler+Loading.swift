package import DurableMessaging
import Foundation
import IntakeDomain
import Messages
package import Postgres

/// What the inputs of a batch are about, and what has become of it.
extension IntakeHandler {
  package func load(
    _ inputs: [Input<IntakeAction>], into pipeline: inout Pipeline
  ) -> @Sendable (PipelineResults) throws(PostgresError) -> IntakeState {
    let keys = IntakeKeys(inputs)
    let projects = pipeline.add(LockProjects(codes: keys.projects))
    let sameWorks =
      keys.worksNumbers.isEmpty ? nil : pipeline.add(ProjectsWithWorksNumbers(worksNumbers: keys.worksNumbers))
    let complains = !keys.complaints.isEmpty
    // After the lock, so that what the batch before has committed is seen.
    let serials = complains ? pipeline.add(LastSerials(projects: keys.projects)) : nil
    let known = complains ? pipeline.add(KnownComplaints(keys: keys.complaints)) : nil
    let knownHomes = complains ? pipeline.add(KnownHomes(homes: keys.complainedHomes.sorted)) : nil
    let namedBuildings = keys.namedBuildings
    let units = keys.homes.isEmpty ? nil : pipeline.add(LockUnits(homes: keys.homes.sorted))
    let neighbours = keys.buildings.isEmpty ? nil : pipeline.add(UnitsOfBuildings(buildings: Array(keys.buildings)))
    let buildings = namedBuildings.isEmpty ? nil : pipeline.add(FindBuildings(keys: Array(namedBuildings)))
    let calendar = self.calendar
    return { results throws(PostgresError) in
      let found = try results.rows(projects)
      return IntakeState(
        readings: keys.readings,
        register: ComplaintRegister(
          projects: found, complaints: try results.rows(known),
          lastSerials: Dictionary(try results.rows(serials)) { first, _ in first },
          knownHomes: Set(try results.rows(knownHomes)), calendar: calendar),
        property: PropertyRegister(
          projects: found, buildings: try results.rows(buildings),
          units: try results.rows(units) + results.rows(neighbours), calendar: calendar),
        sameWorksNumbers: try results.rows(sameWorks))
    }
  }

  package func store(_ state: IntakeState, into pipeline: inout Pipeline) {
    if !state.newProjects.isEmpty { pipeline.add(InsertProjects(projects: state.newProjects)) }
    if !state.register.registered.isEmpty {
      pipeline.add(WriteSeries(lastSerials: state.register.lastSerials))
      pipeline.add(InsertComplaints(complaints: state.register.registered))
    }
    if !state.register.repeats.isEmpty { pipeline.add(CountRepeats(repeats: state.register.repeats)) }
    self.store(state.property, actsRecordedAt: state.actsRecordedAt, into: &pipeline)
  }

  private func store(_ property: PropertyRegister, actsRecordedAt: Date?, into pipeline: inout Pipeline) {
    let projects = property.changedProjects
    if !projects.isEmpty { pipeline.add(UpdateProjects(projects: projects)) }
    if let actsRecordedAt { pipeline.add(InsertWithdrawalActs(acts: property.newActs, recordedAt: actsRecordedAt)) }
    let buildings = property.changedBuildings
    if !buildings.isEmpty { pipeline.add(WriteBuildings(buildings: buildings)) }
    let units = property.changedUnits
    if !units.isEmpty {
      pipeline.add(WriteUnits(units: units))
      pipeline.add(DeleteResidents(homes: units.map(\.home)))
      pipeline.add(InsertResidents(units: units))
    }
  }
}

extension Set<HomeAddress> {
  /// In the order in which they are locked.
  var sorted: [HomeAddress] { self.sorted { $0.subject < $1.subject } }
}

extension PipelineResults {
  /// Nothing for a statement that this batch did not need.
  func rows<S: PreparedStatement>(_ ticket: PipelineTicket<S>?) throws(PostgresError) -> [S.Output] {
    guard let ticket else { return [] }
    return try self.rows(ticket)
  }
}
