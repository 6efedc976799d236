package import Messages

/// From the survey to the commission letter.
extension RepairOrder {
  /// Somebody was on the spot and has judged who answers for the defect.
  /// - Returns: nil when the same was said before.
  /// - Throws: `notSupported` for a judgement that leads away from the commission.
  package mutating func survey(_ survey: Survey) throws(Rejected) -> RepairSurveyed? {
    if let known = self.survey, known.saysTheSame(as: survey) { return nil }
    guard self.state == .created else {
      throw self.wrongState("it was surveyed before, with another finding.")
    }
    guard survey.judgement == .developerGap || survey.judgement == .developerGoodwill else {
      throw Rejected(
        "judgement", .notSupported,
        "This release commissions repairs that the developer undertakes: developer-gap or developer-goodwill.")
    }
    self.state = .judged
    self.survey = survey
    return self.publishing(
      RepairSurveyed(
        complaint: self.complaint, order: self.number, judgement: survey.judgement, surveyedAt: survey.surveyedAt))
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
}
