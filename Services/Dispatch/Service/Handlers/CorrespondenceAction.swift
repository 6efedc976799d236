package import DispatchDomain
package import Messages

/// What people do with letters to customers (SM03-11).
package enum LetterAction: Sendable {
  package struct Draft: Sendable {
    package let complaint: ComplaintNumber
    package let kind: LetterKind
    package let isLegal: Bool
    package let content: Letter.Content
    package let by: String
  }

  package enum Deed: Sendable {
    case revise(Letter.Content, isLegal: Bool)
    /// The lawyer has no objection.
    case clear
    case approve
    case send(DispatchMethod, proof: String?)
    /// By e-mail: it leaves when this is committed.
    case mail(EmailAddress, messageID: String)
    /// It is not to leave, while nobody hands it to the mail server.
    case recall
    /// What came of trying to send it.
    case settle(MailAttempt)
    case receive(String)
    case withdraw
  }

  case draft(Draft)
  case change(FormNumber, Deed, by: String)
}

/// What people do with work contact sheets (SM03-12).
package enum ContactSheetAction: Sendable {
  package struct Draft: Sendable {
    package let project: ProjectCode
    package let from: ResponsibleUnit
    package let to: String
    package let copies: [String]
    package let subject: String
    package let content: String
    package let complaint: ComplaintNumber?
    package let by: String
  }

  case send(Draft)
  case reply(FormNumber, text: String, by: String)
}
