import DispatchDomain
import Foundation
import Messages

/// What a form says that somebody fills in about a case. Each asks for all fields first, so that all faults are found.
enum CaseRequests {
  typealias Reader = @Sendable (inout ObjectReader) -> CaseAction.Deed?

  ///
  static let verification: Reader = { fields in
    fields.required("findings", .longText(upTo: 4000)).map { .verify(findings: $0) }
  }

  ///
  static let assignment: Reader = { fields in
    let unit = fields.required("unit", .term(ResponsibleUnit.self))
    let contributors = fields.optional("contributors", .list(of: .term(ResponsibleUnit.self), atMost: 8))
    return unit.map { .assign($0, contributors: contributors ?? []) }
  }

  ///
  static let handback: Reader = { fields in
    let cause = fields.required("cause", .term(ReturnCause.self))
    let opinion = fields.required("opinion", .longText(upTo: 4000))
    guard let cause, let opinion else { return nil }
    return .giveBack(cause, opinion: opinion)
  }

  ///
  static let filing: Reader = { fields in
    fields.required("reason", .longText(upTo: 4000)).map { .file(reason: $0) }
  }

  /// the step is said by the path.
  static func report(_ step: CaseDeadline) -> Reader {
    { fields in fields.required("text", .longText(upTo: 4000)).map { .report(step, text: $0) } }
  }

  ///
  static let reply: Reader = { fields in
    let plan = fields.required("plan", .longText(upTo: 4000))
    let stages = fields.optional("stages", .list(of: .object(Self.stage), atMost: 6))
    let completeBy = fields.optional("completeBy", .time)
    let isComplex = fields.optional("complex", .boolean)
    return plan.map {
      .reply(CasePlan($0, stages: stages ?? [], completeBy: completeBy, isComplex: isComplex ?? false))
    }
  }

  private static let stage: @Sendable (inout ObjectReader) -> PlannedStage? = { fields in
    let name = fields.required("name", .line(upTo: 100))
    let dueAt = fields.required("dueAt", .time)
    guard let name, let dueAt else { return nil }
    return PlannedStage(name: name, dueAt: dueAt)
  }

  ///
  static let hold: Reader = { fields in
    fields.required("reason", .longText(upTo: 1000)).map { .hold(reason: $0) }
  }

  ///
  static let release: Reader = { fields in
    fields.required("reason", .longText(upTo: 1000)).map { .release(reason: $0) }
  }

  /// the reason where the customer has no plan.
  static let start: Reader = { fields in
    .start(reason: fields.optional("reason", .longText(upTo: 1000)))
  }

  ///
  static let stageDone: Reader = { fields in
    fields.required("stage", .integer(1...6)).map { .finishStage($0) }
  }

  /// without a time the appointment is cancelled.
  static let appointment: Reader = { fields in
    let step = fields.required("step", .term(CaseDeadline.self))
    let time = fields.optional("at", .time)
    return step.map { .appoint($0, at: time) }
  }

  ///
  static let dispute: Reader = { fields in
    fields.required("opinions", .longText(upTo: 4000)).map { .dispute(opinions: $0) }
  }

  ///
  static let decision: Reader = { fields in
    let ruling = fields.required("ruling", .term(RulingWord.self))
    let unit = fields.optional("unit", .term(ResponsibleUnit.self))
    let reason = fields.required("reason", .longText(upTo: 4000))
    if ruling == .assign, unit == nil { fields.note("unit", .missing, "The unit that is to answer.") }
    guard let ruling, let reason, let decided = ruling.ruling(unit) else { return nil }
    return .decide(decided, reason: reason)
  }

  static let suspension: Reader = { fields in
    let cause = fields.required("cause", .term(Suspension.Cause.self))
    let reason = fields.required("reason", .longText(upTo: 1000))
    let reviewAt = fields.optional("reviewAt", .time)
    guard let cause, let reason else { return nil }
    return .suspend(cause, reason: reason, reviewAt: reviewAt)
  }

  static let resumption: Reader = { fields in
    fields.required("reason", .longText(upTo: 1000)).map { .resume(reason: $0) }
  }

  /// the customer's evaluation may come with it; the reason where he had no plan.
  static let handled: Reader = { fields in
    let result = fields.required("result", .longText(upTo: 4000))
    let reason = fields.optional("reason", .longText(upTo: 1000))
    let isAccepted = fields.optional("accepted", .boolean)
    let opinion = fields.optional("opinion", .longText(upTo: 2000))
    let evaluation = isAccepted.map { CustomerEvaluation(isAccepted: $0, opinion: opinion) }
    return result.map { .handle(result: $0, reason: reason, evaluation: evaluation) }
  }

  ///
  static let evaluation: Reader = { fields in
    let isAccepted = fields.required("accepted", .boolean)
    let opinion = fields.optional("opinion", .longText(upTo: 2000))
    return isAccepted.map { .evaluate(CustomerEvaluation(isAccepted: $0, opinion: opinion)) }
  }

  static let withdrawal: Reader = { fields in
    fields.required("statement", .longText(upTo: 2000)).map { .withdraw(statement: $0) }
  }

  static let reopening: Reader = { fields in
    fields.required("reason", .longText(upTo: 2000)).map { .reopen(reason: $0) }
  }

  /// the letter's number.
  static let letter: Reader = { fields in
    fields.required("letter", .line(upTo: 60)).map { .notify(letter: $0) }
  }

  ///
  static let note: Reader = { fields in
    fields.required("text", .longText(upTo: 4000)).map { .note($0) }
  }

  ///
  static let objection: Reader = { fields in
    fields.required("statement", .longText(upTo: 2000)).map { .object(statement: $0) }
  }
}

/// What the leader in charge decides, in a word.
struct RulingWord: Term {
  let rawValue: String

  static let assign = RulingWord("assign")
  static let work = RulingWord("work")
  static let file = RulingWord("file")
  static let close = RulingWord("close")

  static let names: [RulingWord: TermName] = [
    .assign: TermName("指定责任部门", "a unit answers"),
    .work: TermName("继续处理", "work goes on"),
    .file: TermName("无效归档", "file as invalid"),
    .close: TermName("决定关闭", "close by decision"),
  ]

  func ruling(_ unit: ResponsibleUnit?) -> Ruling? {
    switch self {
    case .assign: unit.map(Ruling.assign)
    case .work: .work
    case .file: .file
    case .close: .close
    default: nil
    }
  }
}
