package import DispatchDomain
import Foundation
package import Messages

/// What a batch of dispatch knows and changes.
package struct DispatchState: Sendable {
  package private(set) var cases: [ComplaintNumber: Case]
  private(set) var changed: Set<ComplaintNumber> = []
  var notes: [(number: ComplaintNumber, note: CaseNote)] = []

  package init(cases: [Case]) {
    self.cases = Dictionary(cases.map { ($0.number, $0) }) { first, _ in first }
  }

  mutating func put(_ state: Case) {
    guard self.cases[state.number] != state else { return }
    self.cases[state.number] = state
    self.changed.insert(state.number)
  }

  /// In the order of their numbers, as they were locked.
  package var changedCases: [Case] {
    self.changed.compactMap { self.cases[$0] }.sorted { $0.number.text < $1.number.text }
  }
}
