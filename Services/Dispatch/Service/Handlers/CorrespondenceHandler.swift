import DispatchDomain
import DurableMessaging
import Foundation
import Messages
import Messaging
import Policy
import Postgres
import WorkCalendar

/// Letters to customers and contact sheets between departments: numbered, approved, sent, answered in time.
struct CorrespondenceHandler: Sendable {
  static let replyDeadline = "contact-sheet-reply"

  let replyLimit: Limit
  let calendar: WorkCalendar
  let timerPayload: [UInt8]

  func load(
    _ inputs: [Input<DispatchAction>], _ unusual: UnusualRegistrations, into pipeline: inout Pipeline
  ) -> @Sendable (PipelineResults) throws(PostgresError) -> CorrespondenceBook {
    let keys = CorrespondenceKeys(inputs, written: unusual.written)
    guard !keys.isEmpty else { return { _ throws(PostgresError) in CorrespondenceBook() } }
    let letters = keys.letters.isEmpty ? nil : pipeline.add(LockLetters(numbers: keys.letters))
    let mails = keys.letters.isEmpty ? nil : pipeline.add(LockMails(numbers: keys.letters))
    let sheets = keys.sheets.isEmpty ? nil : pipeline.add(LockContactSheets(numbers: keys.sheets))
    let series =
      keys.types.isEmpty ? nil : pipeline.add(LockFormSeries(types: keys.types, projects: keys.projects))
    // After the series: what another batch has just acknowledged is seen when the series is free.
    let acknowledged =
      keys.written.isEmpty ? nil : pipeline.add(AcknowledgedComplaints(complaints: keys.written))
    return { results throws(PostgresError) in
      CorrespondenceBook(
        letters: try letters.map { ticket throws(PostgresError) in try results.rows(ticket) } ?? [],
        mails: try mails.map { ticket throws(PostgresError) in try results.rows(ticket) } ?? [],
        sheets: try sheets.map { ticket throws(PostgresError) in try results.rows(ticket) } ?? [],
        series: try series.map { ticket throws(PostgresError) in try results.rows(ticket) } ?? [],
        acknowledged: try acknowledged.map { ticket throws(PostgresError) in try results.rows(ticket) } ?? [])
    }
  }

  func store(_ state: CorrespondenceBook, into pipeline: inout Pipeline) {
    let series = state.register.changed.map { ($0, state.register.lastSerial(of: $0)) }
    if !series.isEmpty { pipeline.add(WriteFormSeries(series: series)) }
    let letters = state.newLetters.compactMap { state.letters[$0] }
    if !letters.isEmpty { pipeline.add(InsertLetters(letters: letters)) }
    if !state.changedLetters.isEmpty { pipeline.add(UpdateLetters(letters: state.changedLetters)) }
    for (number, change) in state.mails {
      switch change {
      case .queue(let address, let mayComeTwice):
        pipeline.add(QueueMail(number: number, address: address, mayComeTwice: mayComeTwice))
      case .again(let delay, let mayComeTwice):
        pipeline.add(PostponeMail(number: number, delay: delay, mayComeTwice: mayComeTwice))
      case .done: pipeline.add(DeleteMail(number: number))
      }
    }
    for number in state.newSheets {
      if let sheet = state.sheets[number] { pipeline.add(InsertContactSheet(sheet: sheet)) }
    }
    if !state.changedSheets.isEmpty { pipeline.add(UpdateContactSheets(sheets: state.changedSheets)) }
  }

  // MARK: - Letters

  /// Whoever has complained in writing is told in writing that it has arrived: the draft is there at once, and a
  /// person approves it.
  func acknowledge(
    _ message: ComplaintRegistered, state: inout CorrespondenceBook, now: Date, effects: inout Effects
  ) {
    guard message.channel == .letter, !state.hasAcknowledged(message.complaint) else { return }
    let letter = Letter.draft(
      self.number(.letter, message.complaint.project, &state, now), about: message.complaint, kind: .acknowledgement,
      isLegal: false, content: .acknowledgement(of: message.complaint, receivedAt: message.receivedAt),
      by: Service.dispatch.rawValue, now: now)
    effects.record(from: nil, to: letter)
    state.add(letter)
  }

  /// - Parameter isKnown: whether there is a case, or a suggestion, that the letter can be about.
  func handle(
    _ action: LetterAction, isKnown: (ComplaintNumber) -> Bool, state: inout CorrespondenceBook, now: Date,
    effects: inout Effects
  ) throws(Rejected) -> Letter {
    switch action {
    case .draft(let draft):
      guard isKnown(draft.complaint) else {
        throw Rejected("complaint", .unknownValue, "There is no case with this number.")
      }
      let letter = Letter.draft(
        self.number(.letter, draft.complaint.project, &state, now), about: draft.complaint, kind: draft.kind,
        isLegal: draft.isLegal, content: draft.content, by: draft.by, now: now)
      effects.record(from: nil, to: letter)
      state.add(letter)
      return letter
    case .change(let number, let deed, let person):
      guard let before = state.letters[number] else {
        throw Rejected("number", .notFound, "There is no letter with this number.")
      }
      var letter = before
      let change = try Self.perform(deed, on: &letter, claim: state.claims[number], by: person, now: now)
      if let change { state.change(number, change) }
      effects.record(from: before, to: letter)
      state.put(letter)
      return letter
    }
  }

  /// - Parameter claim: the attempt to send it that somebody makes just now.
  /// - Returns: what becomes of the letter's mail; nil where there is nothing to be done.
  private static func perform(
    _ deed: LetterAction.Deed, on letter: inout Letter, claim: Int?, by person: String, now: Date
  ) throws(Rejected) -> MailChange? {
    switch deed {
    case .revise(let content, let isLegal):
      _ = try letter.revise(content, isLegal: isLegal, by: person, now: now)
    case .clear: _ = try letter.clear(by: person, now: now)
    case .approve: _ = try letter.approve(by: person, now: now)
    case .send(let method, let proof): _ = try letter.send(method, proof: proof, by: person, now: now)
    case .mail(let address, let messageID):
      guard try letter.send(.email, proof: messageID, by: person, now: now) else { return nil }
      return .queue(address, mayComeTwice: letter.mailing?.mayComeTwice ?? false)
    case .recall:
      guard letter.state != .sending || claim == nil else {
        throw Rejected(
          "state", .wrongState, "The letter is being handed to the mail server at this moment; ask again in a minute.")
      }
      return try letter.recall() ? .done : nil
    case .settle(let attempt): return try Self.settle(attempt, of: &letter, claim: claim, now: now)
    case .receive(let receipt): _ = try letter.receive(receipt, by: person, now: now)
    case .withdraw: _ = try letter.withdraw()
    }
    return nil
  }

  private static func settle(
    _ attempt: MailAttempt, of letter: inout Letter, claim: Int?, now: Date
  ) throws(Rejected) -> MailChange? {
    // Noted already by whoever did not hear that it was committed, or given back and decided anew.
    guard letter.state == .sending, letter.dispatch == attempt.dispatch else { return nil }
    // The claim has run out, and somebody else has tried it since: he says what becomes of it, unless it was taken.
    let isLate = claim != attempt.count
    if isLate, attempt.failure != nil { return nil }
    let mailing = Letter.Mailing(
      attempts: attempt.count, failure: attempt.failure?.reason, mayComeTwice: attempt.mayComeTwice || isLate)
    guard attempt.failure != nil else {
      try letter.mailed(mailing, now: now)
      return .done
    }
    try letter.mailingFailed(mailing, isOver: attempt.again == nil)
    return attempt.again.map { .again(after: $0, mayComeTwice: attempt.mayComeTwice) } ?? .done
  }

  // MARK: - Contact sheets

  func handle(
    _ action: ContactSheetAction, state: inout CorrespondenceBook, now: Date, effects: inout Effects
  ) throws(Rejected) -> ContactSheet {
    switch action {
    case .send(let draft):
      let dueAt = self.replyLimit.due(after: now, calendar: self.calendar).instant
      let sheet = ContactSheet(
        number: self.number(.contactSheet, draft.project, &state, now), from: draft.from, to: draft.to,
        copies: draft.copies, subject: draft.subject, content: draft.content, complaint: draft.complaint,
        sentBy: draft.by, sentAt: now, replyDueAt: dueAt)
      effects.record(from: nil, to: sheet)
      state.add(sheet)
      effects.setDeadline(
        Deadline(
          subject: sheet.number.text, name: Self.replyDeadline, dueAt: dueAt, payload: self.timerPayload))
      return sheet
    case .reply(let number, let text, let person):
      guard var sheet = state.sheets[number] else {
        throw Rejected("number", .notFound, "There is no contact sheet with this number.")
      }
      if try sheet.answer(ContactSheet.Reply(text: text, by: person, at: now)) {
        effects.cancelDeadline(Self.replyDeadline, of: number.text)
      }
      effects.record(from: state.sheets[number], to: sheet)
      state.put(sheet)
      return sheet
    }
  }

  func handle(
    _ deadline: Deadline, state: inout CorrespondenceBook, now: Date, effects: inout Effects
  ) throws(HandlingFailure) -> ContactSheet {
    guard let number = FormNumber(deadline.subject), var sheet = state.sheets[number] else {
      throw .rejected(Rejected("subject", .notFound, "There is no contact sheet with this number."))
    }
    _ = sheet.limitPassed(now: now)
    effects.record(from: state.sheets[number], to: sheet)
    state.put(sheet)
    return sheet
  }

  private func number(
    _ type: FormType, _ project: ProjectCode, _ state: inout CorrespondenceBook, _ now: Date
  ) -> FormNumber {
    state.register.next(in: FormSeries(type: type, project: project, year: self.calendar.day(of: now).year))
  }
}
