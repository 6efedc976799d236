package import Foundation
package import Messages

/// From the survey and the judgement to the commission letter.
extension RepairOrder {
  /// Somebody was on the spot. What he thinks who answers is preliminary: a defect between the two warranties is
  /// commissioned on his word, everything else waits for customer service's judgement, and what
  /// was judged before stands.
  /// - Returns: nil when the same was said before.
  package mutating func survey(_ survey: Survey) throws(Rejected) -> RepairSurveyed? {
    if let known = self.survey, known.saysTheSame(as: survey) { return nil }
    guard self.survey == nil else { throw self.wrongState("it was surveyed before, with another finding.") }
    guard self.isBeforeAward || self.awaitsCompletion else {
      throw self.wrongState("a survey comes before the work is done.")
    }
    self.survey = survey
    if self.isBeforeAward { self.state = self.stateBeforeAward }
    return self.publishing(
      RepairSurveyed(
        complaint: self.complaint, order: self.number, judgement: survey.judgement, surveyedAt: survey.surveyedAt))
  }

  /// Customer service has judged, for the first time or anew. What is commissioned is carried out: another judgement then
  /// sends only the cost elsewhere.
  /// - Returns: nil where no contractor has to go back; one who has his letter gets no second.
  package mutating func judge(_ liability: Liability, now: Date) -> RepairReworkOrdered? {
    guard self.state != .closed, self.state != .cancelled else { return nil }
    self.liability = liability
    guard self.isBeforeAward else { return nil }
    if let commission, liability.repairBy == .contractor {
      return self.sendBack(commission, Rework(cause: .judgement, reason: nil, by: nil, orderedAt: now))
    }
    self.state = self.stateBeforeAward
    return nil
  }

  /// The commission desk has found a contractor; only the desk calls this, for a judged order.
  mutating func award(_ commission: Commission, to contractor: Contractor) -> RepairCommissioned {
    self.state = .commissioned
    self.commission = commission
    return self.publishing(
      RepairCommissioned(
        complaint: self.complaint, order: self.number, commission: commission.number, contractor: contractor.code,
        contractorName: contractor.name, trade: self.trade, commissionedAt: commission.issuedAt))
  }

  /// No contractor repairs it, by the judgement that stands; one may have had his try before.
  var isSettledElsewhere: Bool { self.state == .builderNotified || self.state == .answered }

  private var isBeforeAward: Bool {
    switch self.state {
    case .created, .surveyed, .judged, .builderNotified, .answered: true
    default: false
    }
  }

  /// Where an order stands that no contractor works at.
  var stateBeforeAward: State {
    if let liability {
      return switch liability.repairBy {
      case .contractor: .judged
      case .builder: .builderNotified
      default: .answered
      }
    }
    guard let survey else { return .created }
    return survey.judgement == .developerGap ? .judged : .surveyed
  }
}
