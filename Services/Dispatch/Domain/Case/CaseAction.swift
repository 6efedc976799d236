package import Foundation
package import Messages

/// What a person does to a case.
package struct CaseAction: Sendable, Equatable {
  package enum Deed: Sendable, Equatable {
    /// Customer service has found the facts.
    case verify(findings: String)
    /// Customer service decides who answers, and who contributes.
    case assign(ResponsibleUnit, contributors: [ResponsibleUnit] = [])
    /// The head of the unit gives the case back with his opinion.
    case giveBack(ReturnCause, opinion: String)
    /// Customer service files what there is nothing to.
    case file(reason: String)
    /// A step with a limit of its own: first response, leader told, report upwards, handling report.
    case report(CaseDeadline, text: String)
    /// The unit has answered the customer.
    case reply(CasePlan)
    /// The work begins; `reason` where the customer has no plan yet.
    case start(reason: String?)
    /// A stage of the plan is done, counted from 1.
    case finishStage(Int)
    /// A time agreed with the customer in place of a limit; nil cancels it.
    case appoint(CaseDeadline, at: Date?)
    /// Departments disagree; customer service has collected their opinions.
    case dispute(opinions: String)
    /// The leader in charge decides.
    case decide(Ruling, reason: String)
    case suspend(Suspension.Cause, reason: String, reviewAt: Date?)
    case resume(reason: String)
    /// The unit has settled a matter that no contractor repairs; `reason` where the customer had no plan.
    case handle(result: String, reason: String? = nil, evaluation: CustomerEvaluation? = nil)
    /// What the customer thinks of the work.
    case evaluate(CustomerEvaluation)
    /// The customer takes the complaint back.
    case withdraw(statement: String)
    /// The customer comes back with the same matter.
    case reopen(reason: String)
    /// A letter in place of the callback that found nobody.
    case notify(letter: String)
    /// The customer objects to the letter.
    case object(statement: String)
    /// Somebody looked at the case, and found what it waits for.
    case note(String)
    /// It is kept beyond its time, for a claim or a lawsuit.
    case hold(reason: String)
    /// The claim or the lawsuit is over.
    case release(reason: String)
  }

  /// How much a person may decide.
  package enum Authority: Int, Sendable, Comparable {
    case staff, manager, leader

    package static func < (left: Authority, right: Authority) -> Bool { left.rawValue < right.rawValue }
  }

  package let number: ComplaintNumber
  package let deed: Deed
  /// Staff account.
  package let by: String
  package let authority: Authority

  package init(_ number: ComplaintNumber, _ deed: Deed, by: String, authority: Authority = .staff) {
    self.number = number
    self.deed = deed
    self.by = by
    self.authority = authority
  }
}

/// Why a unit gives a case back.
package struct ReturnCause: Term {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }

  /// There is nothing to it.
  package static let invalid = ReturnCause("invalid")
  /// Another unit has to answer.
  package static let notOurs = ReturnCause("not-ours")

  package static let names: [ReturnCause: TermName] = [
    .invalid: TermName("无效投诉", "invalid"),
    .notOurs: TermName("非本部门职责", "not ours"),
  ]
}

/// What the leader in charge decides.
package enum Ruling: Sendable, Equatable {
  case assign(ResponsibleUnit)
  /// The unit that has it works on.
  case work
  case file
  /// Closed by decision, counted apart.
  case close
}

/// What the customer is told will be done.
package struct CasePlan: Sendable, Equatable {
  package let text: String
  /// In the order of their dates.
  package let stages: [PlannedStage]
  /// When all will be done; nil where the limit of R-057 is to hold.
  package let completeBy: Date?
  /// A complex complaint needs stages.
  package let isComplex: Bool

  package init(_ text: String, stages: [PlannedStage] = [], completeBy: Date? = nil, isComplex: Bool = false) {
    self.text = text
    self.stages = stages
    self.completeBy = completeBy
    self.isComplex = isComplex
  }
}

/// The customer-evaluation column of the form.
package struct CustomerEvaluation: Sendable, Equatable {
  package let isAccepted: Bool
  /// In the customer's words.
  package let opinion: String?

  package init(isAccepted: Bool, opinion: String? = nil) {
    self.isAccepted = isAccepted
    self.opinion = opinion
  }
}
