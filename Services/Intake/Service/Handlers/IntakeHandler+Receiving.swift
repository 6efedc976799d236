import DurableMessaging
import Foundation
import IntakeDomain
import Messages
import WorkCalendar

/// Complaints come in: one, several of one contact, a draft, a report of misconduct.
extension IntakeHandler {
  func submit(
    _ submission: Submission, state: inout IntakeState, now: Date, effects: inout Effects
  ) throws(Rejected) -> IntakeReply {
    guard submission.report.kind != .staffMisconduct else {
      return try self.report(MisconductReport(submission, recordedAt: now), state: &state, effects: &effects)
    }
    switch try state.register.register(submission, now: now) {
    case .registered(let complaint):
      self.announce(complaint, linkedTo: [], state, now: now, &effects)
      return .registered(complaint)
    case .repeated(let number):
      return .repeated(try state.register.complaint(number))
    }
  }

  /// All or none: what is wrong is named by its place in the list.
  func submit(
    _ contact: Contact, state: inout IntakeState, now: Date, effects: inout Effects
  ) throws(Rejected) -> [Complaint] {
    var (faults, complaints): ([Fault], [Complaint]) = ([], [])
    var (isNew, isRepeated) = (false, false)
    for (index, submission) in contact.submissions.enumerated() {
      do throws(Rejected) {
        switch try state.register.register(submission, now: now) {
        case .registered(let complaint):
          isNew = true
          complaints.append(complaint)
        case .repeated(let number):
          isRepeated = true
          complaints.append(try state.register.complaint(number))
        }
      } catch {
        faults += error.faults.map { Fault("problems[\(index)].\($0.path)", $0.code, $0.message) }
      }
    }
    guard faults.isEmpty else { throw Rejected(faults) }
    guard !(isNew && isRepeated) else {
      throw Rejected("reference", .conflict, "The contact was recorded with other problems; use another reference.")
    }
    // The same contact again is the same contact: it was told and linked when it came first.
    guard !isRepeated else { return complaints }
    let numbers = complaints.map(\.number)
    for (index, complaint) in complaints.enumerated() {
      self.announce(complaint, linkedTo: numbers.filter { $0 != complaint.number }, state, now: now, &effects)
      state.links += numbers.dropFirst(index + 1).map { (complaint.number, $0) }
    }
    return complaints
  }

  func submit(
    _ draft: Draft, _ submission: Submission?, state: inout IntakeState, now: Date, effects: inout Effects
  ) throws(Rejected) -> IntakeReply {
    guard let known = state.drafts[draft.id] else { throw Rejected("id", .notFound, "No draft has this identifier.") }
    if let number = known.complaint {
      // Who has asked while it was still a draft finds it under what it said; if it said something else, he asks again.
      guard let complaint = (try? state.book.complaint(number)) ?? (try? state.register.complaint(number)) else {
        throw Rejected("version", .conflict, "Somebody has registered the draft meanwhile.")
      }
      return .repeated(complaint)
    }
    guard let submission, known.version == draft.version else {
      throw Rejected("version", .conflict, "Somebody has saved the draft meanwhile.")
    }
    let reply = try self.submit(submission, state: &state, now: now, effects: &effects)
    if case .registered(let complaint) = reply {
      // What was said stands in the complaint now, and is kept once.
      state.put(
        Draft(
          id: known.id, body: Array("{}".utf8), author: known.author, savedAt: known.savedAt,
          version: known.version + 1, complaint: complaint.number))
      var change = AuditChange()
      change.note("complaint", from: nil, to: complaint.number.text)
      effects.record("draft.submitted", of: known.id.text, change)
      // With where it stands; about what an input records, its event is not recorded again (`Effects.record`).
      effects.record("complaint.registered", of: complaint.number.text, complaint.auditChange)
    }
    return reply
  }

  /// A draft stays its author's, whoever writes on in it: nobody else is shown the telephone.
  func save(_ draft: Draft, state: inout IntakeState, effects: inout Effects) throws(Rejected) -> Draft {
    guard !draft.isMisconductReport else {
      throw Rejected(
        "kind", .notSupported, "A report of misconduct is handed in by itself, and no draft is kept of it.")
    }
    let known = state.drafts[draft.id]
    if known?.complaint != nil { throw Rejected("id", .wrongState, "The draft is registered already.") }
    let saved = Draft(
      id: draft.id, body: draft.content(keepingTelephoneOf: known), author: known?.author ?? draft.author,
      savedAt: draft.savedAt, version: (known?.version ?? 0) + 1)
    state.put(saved)
    var change = AuditChange()
    change.note("version", from: known.map { Int($0.version) }, to: Int(saved.version))
    effects.record("draft.saved", of: saved.id.text, change)
    return saved
  }

  /// On the form SM03-14, numbered in its own series.
  func record(
    _ note: ProspectNote, state: inout IntakeState, now: Date, effects: inout Effects
  ) throws(Rejected) -> Prospect {
    guard state.property.projects[note.project] != nil else {
      throw Rejected("project", .unknownProject, "No project with this code is registered.")
    }
    let prospect = try state.prospects.add(note, year: self.calendar.day(of: now).year, now: now)
    var change = AuditChange()
    change.note("channel", from: nil, to: prospect.channel.rawValue)
    effects.record("prospect.recorded", of: prospect.number.text, change)
    return prospect
  }

  /// Kept where only the leading group reads, and told to nobody. The audit has that it was recorded, and not by whom: the
  /// sender is protected.
  func report(
    _ report: MisconductReport, state: inout IntakeState, effects: inout Effects
  ) throws(Rejected) -> IntakeReply {
    guard state.property.projects[report.project] != nil else {
      throw Rejected("unit.project", .unknownProject, "No project with this code is registered.")
    }
    if state.add(report) {
      effects.record(
        "misconduct-report.recorded", of: "\(AuditEntry.misconduct)\(report.source)/\(report.reference)",
        by: .service(.intake))
    }
    return .nothing
  }

  /// Tells the others, starts the limit of a letter, and says where a department was late.
  private func announce(
    _ complaint: Complaint, linkedTo others: [ComplaintNumber], _ state: IntakeState, now: Date,
    _ effects: inout Effects
  ) {
    let rules = self.receipt(in: complaint.number.project, state, now: now)
    effects.publish(complaint.registered(linkedTo: others), version: 1)
    if let late = rules.handOver(of: complaint.report), late.dueAt <= now {
      // The event stands alone: the count of the complaint's own events goes on with its next change.
      effects.publish(late.missed(complaint.number, at: now), version: nil)
    }
    if let due = rules.acknowledgement(of: complaint.report) {
      effects.setDeadline(
        IntakeTimer.acknowledgement(of: complaint.number, dueAt: due.dueAt, payload: rules.timerPayload))
    }
    effects.setDeadline(IntakeTimer.look(at: complaint.number.project, after: now))
  }
}

extension Complaint {
  /// Of a complaint that is new: where it stands, and nothing of what the customer has said.
  fileprivate var auditChange: AuditChange {
    var change = AuditChange()
    change.note("channel", from: nil, to: self.report.channel.rawValue)
    change.note("kind", from: nil, to: self.kind.rawValue)
    change.note("category", from: nil, to: self.category.rawValue)
    change.note("grade", from: nil, to: self.grade.rawValue)
    return change
  }
}
