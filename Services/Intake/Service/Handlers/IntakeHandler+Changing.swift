import DurableMessaging
import Foundation
import IntakeDomain
import Messages

/// What becomes of registered complaints: another grade or kind, an acknowledgement, a matter.
extension IntakeHandler {
  func regrade(
    _ number: ComplaintNumber, _ regrading: Regrading, state: inout IntakeState, now: Date, effects: inout Effects
  ) throws(Rejected) -> Complaint {
    let event = try state.book.change(number) { complaint throws(Rejected) in
      try complaint.regrade(
        grade: regrading.grade, category: regrading.category, reason: regrading.reason, remark: regrading.remark,
        author: regrading.author, now: now)
    }
    let complaint = try state.book.complaint(number)
    effects.publish(event, version: complaint.version)
    effects.record("complaint.regraded", state.book.changes.last)
    return complaint
  }

  /// Dispatch has raised the grade of a case. One that is as grave already stays as it is.
  func raise(
    _ message: CaseRegraded, state: inout IntakeState, now: Date, effects: inout Effects
  ) throws(Rejected) {
    guard try state.book.complaint(message.complaint).grade.severity < message.grade.severity else { return }
    let event = try state.book.change(message.complaint) { complaint throws(Rejected) in
      try complaint.regrade(
        grade: message.grade, category: nil, reason: message.reason, remark: nil, author: nil, now: now)
    }
    effects.publish(event, version: try state.book.complaint(message.complaint).version)
  }

  func convert(
    _ number: ComplaintNumber, to kind: ComplaintKind, remark: String?, by author: Author, state: inout IntakeState,
    now: Date, effects: inout Effects
  ) throws(Rejected) -> Complaint {
    let event = try state.book.change(number) { complaint throws(Rejected) in
      try complaint.convert(to: kind, remark: remark, author: author, now: now)
    }
    let complaint = try state.book.complaint(number)
    effects.publish(event, version: complaint.version)
    effects.record("complaint.converted", state.book.changes.last)
    return complaint
  }

  /// A sender who was reached stops the limit; one who was not is noted, and the limit runs on.
  func acknowledge(
    _ acknowledgement: Acknowledgement, state: inout IntakeState, effects: inout Effects
  ) throws(Rejected) -> Complaint {
    let complaint = try state.book.complaint(acknowledgement.complaint)
    guard complaint.report.channel == .letter else {
      throw Rejected("number", .wrongState, "Only the sender of a letter is told that it has arrived (R-018).")
    }
    state.acknowledgements.append(acknowledgement)
    var change = AuditChange()
    change.note("means", from: nil, to: acknowledgement.means.rawValue)
    change.note("reached", from: nil, to: acknowledgement.isReached)
    effects.record("acknowledgement.recorded", of: acknowledgement.complaint.text, change)
    if acknowledgement.isReached {
      effects.cancelDeadline(IntakeTimer.acknowledgementName, of: acknowledgement.complaint.text)
    }
    return complaint
  }

  /// The same file again changes nothing.
  func add(
    _ evidence: Evidence, state: inout IntakeState, now: Date, effects: inout Effects
  ) throws(Rejected) -> IntakeReply {
    guard try state.book.complaint(evidence.complaint).anonymisedAt == nil else {
      throw Rejected("number", .wrongState, "The complaint is anonymised; nothing is added to it any more (R-333).")
    }
    let (kept, isNew) = try state.evidence.add(evidence)
    if isNew {
      if kept.type.isRecording {
        let rules = self.receipt(in: kept.complaint.project, state, now: now)
        effects.setDeadline(
          IntakeTimer.recording(
            kept.position, of: kept.complaint, keptUntil: rules.keptUntil(recordedAt: kept.storedAt),
            payload: rules.timerPayload))
      }
      var change = AuditChange()
      change.note("position", from: nil, to: kept.position)
      change.note("type", from: nil, to: kept.type.rawValue)
      change.note("checksum", from: nil, to: kept.original.checksum)
      effects.record("evidence.added", of: kept.complaint.text, change)
    }
    return .evidence(kept, isNew: isNew)
  }

  func fire(
    _ deadline: Deadline, state: inout IntakeState, now: Date, effects: inout Effects
  ) throws(Rejected) {
    switch IntakeTimer(deadline) {
    case .look(let project): try self.look(at: project, state: &state, now: now, effects: &effects)
    case .acknowledgement(let number):
      let complaint = try state.book.complaint(number)
      guard complaint.report.channel == .letter else { return }
      effects.publish(ReceiptRules.Due.acknowledgement(dueAt: deadline.dueAt).missed(number, at: now), version: nil)
    case .recording(let number, let position):
      try self.recordingKept(deadline, position, of: number, state: &state, now: now, effects: &effects)
    case nil: throw Rejected("name", .notSupported, "Intake sets no such deadline.")
    }
  }

  /// Looks for matters that several people complain about; all complaints of a hot one get its grade.
  private func look(
    at project: ProjectCode, state: inout IntakeState, now: Date, effects: inout Effects
  ) throws(Rejected) {
    guard let recent = state.recent[project] else { return }
    var complaints: [Complaint] = []
    for number in recent.complaints { complaints.append(try state.book.complaint(number)) }
    let outcome = MatterWatch.look(at: complaints, known: recent.matters, now: now)
    state.changedMatters += outcome.matters
    for matter in outcome.matters {
      let known = recent.matters.first { $0.number == matter.number }
      var change = AuditChange()
      change.note("groupAt", from: known?.groupAt, to: matter.groupAt)
      change.note("hotAt", from: known?.hotAt, to: matter.hotAt)
      effects.record(matter.hotAt == nil ? "matter.found" : "matter.heated", of: matter.number.text, change)
    }
    for (number, matter) in outcome.joined { state.book.join(number, matter) }
    for number in outcome.heated {
      let event = try state.book.change(number) { complaint throws(Rejected) in
        try complaint.regrade(
          grade: .hot, category: nil, reason: .hotMatter, remark: nil, author: nil, now: now)
      }
      effects.publish(event, version: try state.book.complaint(number).version)
      effects.record("complaint.regraded", state.book.changes.last)
    }
  }

  /// The same again says that somebody has looked at it.
  func write(_ entry: GuideEntry, state: inout IntakeState, effects: inout Effects) -> GuideEntry {
    let known = state.guide[entry.key]
    let written = entry.succeeding(known)
    state.put(written)
    var change = AuditChange()
    change.note("question", from: known?.chinese.question, to: written.chinese.question)
    change.note("answer", from: known?.chinese.answer, to: written.chinese.answer)
    change.note("questionEnglish", from: known?.english.question, to: written.english.question)
    change.note("answerEnglish", from: known?.english.answer, to: written.english.answer)
    change.note("published", from: known?.isPublished, to: written.isPublished)
    effects.record("guide.written", of: "guide/\(written.key)", change)
    return written
  }

  // MARK: - Rules of grading

  func propose(
    _ rules: [TriageRule], by author: Author, state: inout IntakeState, now: Date, effects: inout Effects
  ) -> IntakeReply {
    let version = (state.triageVersions.max() ?? 0) + 1
    state.proposal = (TriageRules(version: version, rules: rules), author, now)
    var change = AuditChange()
    change.note("rules", from: nil, to: rules.count)
    effects.record("triage-rules.proposed", of: Self.subject(ofRules: version), change)
    return .rules(version: version)
  }

  func activate(
    _ version: Int, state: inout IntakeState, now: Date, effects: inout Effects
  ) throws(Rejected) -> IntakeReply {
    guard state.triageVersions.contains(version) else {
      throw Rejected("version", .notFound, "No rules have this version.")
    }
    state.activation = (version, now)
    effects.record("triage-rules.activated", of: Self.subject(ofRules: version))
    return .rules(version: version)
  }

  /// A version of the rules as the audit names it.
  private static func subject(ofRules version: Int) -> String { "triage-rules/\(version)" }
}

extension Effects {
  /// From where to where a complaint came, and why.
  fileprivate mutating func record(_ action: String, _ made: ComplaintChange?) {
    guard let made else { return }
    var change = AuditChange()
    change.note("kind", from: made.before.kind, to: made.after.kind)
    change.note("category", from: made.before.category, to: made.after.category)
    change.note("grade", from: made.before.grade, to: made.after.grade)
    self.record(action, of: made.complaint.text, because: made.remark ?? made.reason.rawValue, change)
  }
}
