package import Foundation
package import Messages

/// A letter to the customer about a complaint (SM03-11; ).
///
/// It holds neither name nor address: whoever prints or sends it takes them from intake.
package struct Letter: Sendable, Equatable {
  package enum State: String, Sendable, CaseIterable {
    /// Written and not yet approved; may be written anew. Left by approval or withdrawal.
    case drafted
    /// May be sent as it is, nothing in it changes any more. Left by dispatch.
    case approved
    /// It goes by e-mail, and the mail server has not taken it yet. Left when it has; and when it never will, or somebody
    /// calls the letter back: approved again.
    case sending
    /// On its way to the customer. Left by the proof of receipt.
    case dispatched
    /// The customer has it. Nothing leaves it.
    case received
    /// It will not be sent; its number stays used. Nothing leaves it.
    case withdrawn
  }

  package struct Content: Sendable, Equatable {
    package let subject: String
    package let body: String
    /// The day by which an answer is asked for, as the letter says it.
    package let replyBy: String?
    /// Whom to call: post and telephone of the company.
    package let contact: String

    package init(subject: String, body: String, replyBy: String?, contact: String) {
      self.subject = subject
      self.body = body
      self.replyBy = replyBy
      self.contact = contact
    }
  }

  package struct Mark: Sendable, Equatable, Codable {
    package let by: String
    package let at: Date

    package init(by: String, at: Date) {
      self.by = by
      self.at = at
    }
  }

  package struct Dispatch: Sendable, Equatable {
    package let method: DispatchMethod
    /// What proves it: a posting receipt, a message id.
    package let proof: String?
    package let mark: Mark

    package init(method: DispatchMethod, proof: String?, mark: Mark) {
      self.method = method
      self.proof = proof
      self.mark = mark
    }
  }

  /// How sending it by e-mail went so far.
  package struct Mailing: Sendable, Equatable, Codable {
    package let attempts: Int
    /// Why the latest attempt failed; nil when it did not.
    package let failure: String?
    /// It was not learnt of an earlier attempt whether the mail server has taken the mail: the customer may have it twice,
    /// to one address both times with the Message-ID that is the proof. Holds also when the letter is sent anew.
    package let mayComeTwice: Bool

    package init(attempts: Int, failure: String?, mayComeTwice: Bool) {
      self.attempts = attempts
      self.failure = failure
      self.mayComeTwice = mayComeTwice
    }
  }

  package let number: FormNumber
  package let complaint: ComplaintNumber
  package let kind: LetterKind
  /// Speaks of rights and duties: the lawyer has to see it first.
  package internal(set) var isLegal: Bool
  package internal(set) var content: Content
  package internal(set) var state: State
  package internal(set) var drafted: Mark
  package internal(set) var lawyer: Mark?
  package internal(set) var approved: Mark?
  package internal(set) var dispatch: Dispatch?
  /// How it is known that the customer has it.
  package internal(set) var receipt: String?
  package internal(set) var received: Mark?
  package internal(set) var mailing: Mailing?
  /// Counts the changes.
  package internal(set) var revision: Int64

  package init(
    number: FormNumber, complaint: ComplaintNumber, kind: LetterKind, isLegal: Bool, content: Content, state: State,
    drafted: Mark, lawyer: Mark?, approved: Mark?, dispatch: Dispatch?, receipt: String?, received: Mark?,
    mailing: Mailing? = nil, revision: Int64
  ) {
    self.number = number
    self.complaint = complaint
    self.kind = kind
    self.isLegal = isLegal
    self.content = content
    self.state = state
    self.drafted = drafted
    self.lawyer = lawyer
    self.approved = approved
    self.dispatch = dispatch
    self.receipt = receipt
    self.received = received
    self.mailing = mailing
    self.revision = revision
  }
}

/// What a letter is for.
package struct LetterKind: Term {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }

  package static let acknowledgement = LetterKind("acknowledgement")
  package static let reply = LetterKind("reply")
  package static let notice = LetterKind("notice")
  package static let unreachable = LetterKind("unreachable")

  package static let names: [LetterKind: TermName] = [
    .acknowledgement: TermName("来信收悉函", "acknowledgement of a written complaint"),
    .reply: TermName("答复函", "written answer"),
    .notice: TermName("告知函", "notice"),
    .unreachable: TermName("联系不上告知函", "notice that the customer could not be reached"),
  ]
}

/// How a letter leaves the house.
package struct DispatchMethod: Term {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }

  package static let registeredMail = DispatchMethod("registered-mail")
  package static let courier = DispatchMethod("courier")
  package static let byHand = DispatchMethod("by-hand")
  package static let email = DispatchMethod("email")

  package static let names: [DispatchMethod: TermName] = [
    .registeredMail: TermName("挂号信", "registered mail"),
    .courier: TermName("快递", "courier"),
    .byHand: TermName("当面送达", "by hand"),
    .email: TermName("电子邮件", "e-mail"),
  ]
}
