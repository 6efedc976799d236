package import Foundation
package import Messages

/// A suggestion or an application of a customer, on its own way to the end (state machine 3.2, R-073).
package struct Suggestion: Sendable, Equatable {
  package enum State: String, Sendable, CaseIterable {
    /// Nobody is asked yet. Left by asking the departments concerned, by a decline, or by conversion.
    case received
    /// Departments are asked. Left when each has consented in writing, or by a decline.
    case inConsultation = "in-consultation"
    /// Every department concerned has consented. Left by the start of the work.
    case approved
    /// It is being carried out. Left when the customer is told the outcome.
    case implementing
    /// It will not be carried out, for a reason. Left when the customer is told.
    case declined
    /// The customer knows the outcome. Left by closing.
    case answered
    /// It was a complaint in truth. Nothing leaves it.
    case converted
    /// The end. Nothing leaves it.
    case closed
  }

  /// Somebody has said something, to the customer or for the file.
  package struct Statement: Sendable, Equatable, Codable {
    /// Empty once the suggestion is anonymised.
    package let text: String
    package let by: String
    package let at: Date

    package init(text: String, by: String, at: Date) {
      self.text = text
      self.by = by
      self.at = at
    }

    fileprivate var anonymised: Statement { Statement(text: "", by: self.by, at: self.at) }

    func repeats(_ other: Statement) -> Bool { (self.text, self.by) == (other.text, other.by) }
  }

  /// What a department was asked, and what it says to it.
  package struct Consultation: Sendable, Equatable, Codable {
    package let department: ResponsibleUnit
    package let question: Statement
    package internal(set) var opinion: Statement?
    /// Nil until it has answered.
    package internal(set) var consents: Bool?

    package init(department: ResponsibleUnit, question: Statement, opinion: Statement?, consents: Bool?) {
      self.department = department
      self.question = question
      self.opinion = opinion
      self.consents = consents
    }
  }

  package let number: ComplaintNumber
  package let receivedAt: Date
  package internal(set) var state: State
  /// The first answer to the customer.
  package internal(set) var firstAnswer: Statement?
  package internal(set) var consultations: [Consultation]
  /// Why it was declined or converted.
  package internal(set) var reason: Statement?
  /// When all had consented, or it was declined.
  package internal(set) var decidedAt: Date?
  /// When it is to be carried out.
  package internal(set) var dueAt: Date?
  /// What the customer was told in the end.
  package internal(set) var outcome: Statement?
  /// The complaint that it was turned into.
  package internal(set) var convertedTo: ComplaintNumber?
  package internal(set) var closedAt: Date?
  /// Counts the changes.
  package internal(set) var revision: Int64
  /// Counts the events published about it.
  package internal(set) var version: Int64

  package init(
    number: ComplaintNumber, receivedAt: Date, state: State = .received, firstAnswer: Statement? = nil,
    consultations: [Consultation] = [], reason: Statement? = nil, decidedAt: Date? = nil, dueAt: Date? = nil,
    outcome: Statement? = nil, convertedTo: ComplaintNumber? = nil, closedAt: Date? = nil, revision: Int64 = 1,
    version: Int64 = 0
  ) {
    self.number = number
    self.receivedAt = receivedAt
    self.state = state
    self.firstAnswer = firstAnswer
    self.consultations = consultations
    self.reason = reason
    self.decidedAt = decidedAt
    self.dueAt = dueAt
    self.outcome = outcome
    self.convertedTo = convertedTo
    self.closedAt = closedAt
    self.revision = revision
    self.version = version
  }

  package var isOpen: Bool { self.state != .closed && self.state != .converted }

  /// The customer has heard something, the first answer or the outcome.
  var isAnswered: Bool { self.firstAnswer != nil || self.outcome != nil }

  /// Takes away what people have written; who of the staff decided, and when, stays.
  mutating func anonymise() {
    self.firstAnswer = self.firstAnswer?.anonymised
    self.reason = self.reason?.anonymised
    self.outcome = self.outcome?.anonymised
    self.consultations = self.consultations.map {
      Consultation(
        department: $0.department, question: $0.question.anonymised, opinion: $0.opinion?.anonymised,
        consents: $0.consents)
    }
    self.revision += 1
  }

  package mutating func nextVersion() -> Int64 {
    self.version += 1
    return self.version
  }
}

extension Suggestion {
  /// The same with what departments were asked, which is stored apart.
  package func consulting(_ consultations: [Consultation]) -> Suggestion {
    var suggestion = self
    suggestion.consultations = consultations
    return suggestion
  }
}
