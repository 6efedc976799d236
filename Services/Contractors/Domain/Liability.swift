package import Messages

/// Who answers for the defect and who repairs it, as customer service has judged last.
package struct Liability: Sendable, Equatable {
  package let judgement: Judgement
  package let repairBy: RepairParty

  package init(judgement: Judgement, repairBy: RepairParty) {
    self.judgement = judgement
    self.repairBy = repairBy
  }
}

extension Liability {
  package init(_ message: CaseJudged) {
    self.init(judgement: message.judgement, repairBy: message.repairBy)
  }

  /// What a request knows of a judgement that was made before it; nil where there was none.
  init?(_ request: RepairRequested) {
    guard let judgement = request.judgement, let repairBy = request.repairBy else { return nil }
    self.init(judgement: judgement, repairBy: repairBy)
  }
}
