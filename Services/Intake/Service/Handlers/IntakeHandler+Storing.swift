import DurableMessaging
import Foundation
import IntakeDomain
import Messages
package import Postgres

/// Writes what a batch has changed; a statement only where there is something to write.
extension IntakeHandler {
  package func store(_ state: IntakeState, into pipeline: inout Pipeline) {
    if !state.newProjects.isEmpty { pipeline.add(InsertProjects(projects: state.newProjects)) }
    if !state.register.registered.isEmpty {
      pipeline.add(WriteSeries(lastSerials: state.register.lastSerials))
      pipeline.add(InsertComplaints(complaints: state.register.registered))
    }
    if !state.register.repeats.isEmpty { pipeline.add(CountRepeats(repeats: state.register.repeats)) }
    self.storeReceiving(state, into: &pipeline)
    self.storeChanging(state, into: &pipeline)
    self.store(state.property, actsRecordedAt: state.actsRecordedAt, into: &pipeline)
  }

  private func storeReceiving(_ state: IntakeState, into pipeline: inout Pipeline) {
    if !state.links.isEmpty { pipeline.add(InsertLinks(links: state.links)) }
    if !state.changedDrafts.isEmpty { pipeline.add(WriteDrafts(drafts: state.changedDrafts)) }
    let prospects = state.prospects.changed
    if !prospects.isEmpty { pipeline.add(WriteProspects(prospects: prospects)) }
    if !state.evidence.added.isEmpty { pipeline.add(InsertEvidence(evidence: state.evidence.added)) }
    if !state.newMisconduct.isEmpty { pipeline.add(InsertMisconductReports(reports: state.newMisconduct)) }
    if !state.acknowledgements.isEmpty { pipeline.add(InsertAcknowledgements(tries: state.acknowledgements)) }
  }

  private func storeChanging(_ state: IntakeState, into pipeline: inout Pipeline) {
    if !state.changedMatters.isEmpty { pipeline.add(WriteMatters(matters: state.changedMatters)) }
    let changed = state.book.changed
    if !changed.isEmpty { pipeline.add(UpdateComplaints(complaints: changed)) }
    if !state.book.changes.isEmpty { pipeline.add(InsertComplaintChanges(changes: state.book.changes)) }
    if !state.anonymised.isEmpty {
      let numbers = state.anonymised.map(\.complaint)
      pipeline.add(AnonymiseComplaints(numbers: numbers, times: state.anonymised.map(\.anonymisedAt)))
      // The complaints first: only of those that are anonymised may all evidence go.
      pipeline.add(RemoveEvidence(numbers: numbers))
    }
    if !state.removedRecordings.isEmpty { pipeline.add(RemoveRecordings(recordings: state.removedRecordings)) }
    for entry in state.newGuideEntries { pipeline.add(InsertGuideEntry(entry: entry)) }
    for entry in state.changedGuideEntries { pipeline.add(UpdateGuideEntry(entry: entry)) }
    if let (rules, author, proposedAt) = state.proposal {
      pipeline.add(InsertTriageRules(rules: rules, author: author, proposedAt: proposedAt))
    }
    if let (version, activatedAt) = state.activation {
      pipeline.add(RetireTriageRules())
      pipeline.add(ActivateTriageRules(version: version, activatedAt: activatedAt))
    }
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
