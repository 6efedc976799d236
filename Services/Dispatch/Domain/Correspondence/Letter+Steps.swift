package import Foundation
package import Messages

/// The way of a letter: drafted, seen by the lawyer where it has to be, approved by another person, sent, received.
/// The same step again changes nothing and returns false; one that the state does not allow is refused.
extension Letter {
  package static func draft(
    _ number: FormNumber, about complaint: ComplaintNumber, kind: LetterKind, isLegal: Bool, content: Content,
    by person: String, now: Date
  ) -> Letter {
    Letter(
      number: number, complaint: complaint, kind: kind, isLegal: isLegal, content: content, state: .drafted,
      drafted: Mark(by: person, at: now), lawyer: nil, approved: nil, dispatch: nil, receipt: nil, received: nil,
      revision: 1)
  }

  /// Writes the letter anew; what the lawyer has seen was another letter.
  package mutating func revise(_ content: Content, isLegal: Bool, by person: String, now: Date) throws(Rejected) -> Bool
  {
    if self.content == content, self.isLegal == isLegal { return false }
    try self.require(.drafted, "it is written anew only before its approval.")
    self.content = content
    self.isLegal = isLegal
    self.drafted = Mark(by: person, at: now)
    self.lawyer = nil
    self.revision += 1
    return true
  }

  /// The lawyer has no objection.
  package mutating func clear(by lawyer: String, now: Date) throws(Rejected) -> Bool {
    if let cleared = self.lawyer, cleared.by == lawyer { return false }
    try self.require(.drafted, "the lawyer sees it before its approval.")
    self.lawyer = Mark(by: lawyer, at: now)
    self.revision += 1
    return true
  }

  /// It may be sent. Whoever wrote it cannot approve it.
  package mutating func approve(by person: String, now: Date) throws(Rejected) -> Bool {
    if let approved = self.approved, approved.by == person { return false }
    try self.require(.drafted, "it is approved once.")
    var faults: [Fault] = []
    if person == self.drafted.by {
      faults.append(Fault("by", .conflict, "Whoever has written a letter does not approve it."))
    }
    if self.isLegal, self.lawyer == nil {
      faults.append(Fault("lawyer", .wrongState, "A letter with legal content needs the lawyer first."))
    }
    guard faults.isEmpty else { throw Rejected(faults) }
    self.state = .approved
    self.approved = Mark(by: person, at: now)
    self.revision += 1
    return true
  }

  /// It has left the house; by e-mail it is on its way to the mail server.
  package mutating func send(
    _ method: DispatchMethod, proof: String?, by person: String, now: Date
  ) throws(Rejected) -> Bool {
    if let dispatch {
      if dispatch.method == method, dispatch.proof == proof { return false }
      throw Rejected(
        "state", .conflict,
        """
        The letter is \(self.state.rawValue) by \(dispatch.method.rawValue) since \(RFC3339.string(from: dispatch.mark.at)), \
        to another address or with another proof; it is sent once.
        """)
    }
    try self.require(.approved, "it is sent once, when it is approved.")
    self.state = method == .email ? .sending : .dispatched
    // A mail of an earlier decision may have been taken all the same.
    let mayComeTwice = self.mailing?.mayComeTwice ?? false
    self.mailing = mayComeTwice ? Mailing(attempts: 0, failure: nil, mayComeTwice: true) : nil
    self.dispatch = Dispatch(method: method, proof: proof, mark: Mark(by: person, at: now))
    self.revision += 1
    return true
  }

  /// The mail server has it.
  package mutating func mailed(_ mailing: Mailing, now: Date) throws(Rejected) {
    try self.require(.sending, "no mail of it is on its way.")
    self.state = .dispatched
    self.dispatch = self.dispatch.map { sent in
      Dispatch(method: sent.method, proof: sent.proof, mark: Mark(by: sent.mark.by, at: now))
    }
    self.mailing = mailing
    self.revision += 1
  }

  /// The mail server does not have it.
  /// - Parameter isOver: nobody tries again, and a person finds another way.
  package mutating func mailingFailed(_ mailing: Mailing, isOver: Bool) throws(Rejected) {
    try self.require(.sending, "no mail of it is on its way.")
    if isOver {
      self.state = .approved
      self.dispatch = nil
    }
    self.mailing = mailing
    self.revision += 1
  }

  /// The mail server does not have it and is not to get it: it can be sent in another way, or to another address.
  package mutating func recall() throws(Rejected) -> Bool {
    if self.state == .approved { return false }
    try self.require(.sending, "only one that the mail server has not taken yet can be given back.")
    self.state = .approved
    self.dispatch = nil
    self.revision += 1
    return true
  }

  /// The customer has it.
  /// - Parameter receipt: what proves that: a signature, a delivery record.
  package mutating func receive(_ receipt: String, by person: String, now: Date) throws(Rejected) -> Bool {
    if self.state == .received, self.receipt == receipt { return false }
    try self.require(.dispatched, "what was not sent cannot be received, and receipt is recorded once.")
    self.state = .received
    self.receipt = receipt
    self.received = Mark(by: person, at: now)
    self.revision += 1
    return true
  }

  /// It will not be sent.
  package mutating func withdraw() throws(Rejected) -> Bool {
    if self.state == .withdrawn { return false }
    try self.require(.drafted, "only a draft is withdrawn.")
    self.state = .withdrawn
    self.revision += 1
    return true
  }

  private func require(_ state: State, _ rule: String) throws(Rejected) {
    guard self.state == state else {
      throw Rejected("state", .wrongState, "The letter is \(self.state.rawValue); \(rule)")
    }
  }
}
