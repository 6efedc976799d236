/// What a batch of dispatch knows and changes: a part for each kind of aggregate.
package struct DispatchState: Sendable {
  package var cases: CaseBook

  package init(cases: CaseBook) {
    self.cases = cases
  }
}
