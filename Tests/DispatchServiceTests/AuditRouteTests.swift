import Foundation
import Messages
import ServiceTestSupport
import TestSupport
import Testing

@testable import DispatchService

/// Whatever people change stands in the audit.
@Suite(.broker(definitions: true), .database(schemas: true)) struct AuditRouteTests {
  @Test("R-336: everything that dispatch can be asked to change leaves an entry")
  func trail() async throws {
    // No letter can be put there, so one by e-mail stays on its way.
    let settings = ["NOTIFICATION_DIRECTORY": "/dev/null/letters", "NOTIFICATION_RETRY_DELAY": "1h"]
    try await ServiceWorld.run(DispatchDefinition.self, settings: settings) { world in
      var trail = try AuditTrail(of: DispatchDefinition.self, world)
      try await Self.work(&trail, world)
      try await Self.ends(&trail, world)
      try await Self.judge(&trail, world)
      try await Self.suggest(&trail, world)
      try await Self.write(&trail, world)
      let gaps = trail.gaps()
      #expect(gaps.isEmpty, "\(gaps.joined(separator: "\n"))")
    }
  }

  /// From hand to hand, to a callback that finds nobody.
  private static func work(_ trail: inout AuditTrail, _ world: ServiceWorld) async throws {
    let example = try await Self.aCase(world, 1)
    let path = "/cases/\(example.number)"
    for (name, form, body) in [
      ("giveBackCase", "return", #"{"cause": "not-ours", "opinion": "属物业范围", "by": "li.na"}"#),
      ("assignCase", "assignment", #"{"unit": "property-office", "by": "sun"}"#),
      ("noteOnCase", "notes", #"{"text": "已联系业主", "by": "li.na"}"#),
      ("appoint", "appointment", #"{"step": "reply", "at": "2099-01-10T18:00:00+08:00", "by": "li.na"}"#),
      (
        "replyToCustomer", "reply",
        """
        {"plan": "分两步处理", "complex": true, "by": "li.na",
          "stages": [{"name": "查明原因", "dueAt": "2099-01-10T18:00:00+08:00"}]}
        """
      ),
      ("startWork", "start", #"{"by": "li.na"}"#), ("finishStage", "stage", #"{"stage": 1, "by": "li.na"}"#),
      ("suspendCase", "suspension", #"{"cause": "customer", "reason": "业主外出", "by": "sun"}"#),
      ("resumeCase", "resumption", #"{"reason": "业主回来", "by": "sun"}"#),
      ("disputeCase", "dispute", #"{"opinions": "意见不一", "by": "sun"}"#),
      ("decideCase", "decision", #"{"ruling": "work", "reason": "由物业处理", "by": "zhao"}"#),
      ("reportHandled", "handled", #"{"result": "已处理", "by": "li.na"}"#),
      ("evaluateCase", "evaluation", #"{"accepted": true, "opinion": "同意", "by": "li.na"}"#),
    ] {
      try await trail.ask(name, "\(path)/\(form)", body)
    }
    try await world.publish(
      CallbackUnreachable(
        complaint: example.number, callback: CallbackNumber(complaint: example.number, kind: .closing, round: 1),
        kind: .closing, round: 1, attempts: 3, unreachableAt: Date()), from: .callback, version: 1)
    let letter = #"{"letter": "SM03-11-CLX-2023-0001", "by": "sun"}"#
    try await eventually("nobody was reached") {
      try await TestDatabase.current.run(
        "SELECT count(*) FROM dispatch.repair_case WHERE course->>'unreachableAt' IS NOT NULL"
      ).hasPrefix("1")
    }
    try await trail.ask("noteLetter", "\(path)/letter", letter)
    try await trail.ask("noteObjection", "\(path)/objection", #"{"statement": "仍漏水", "by": "sun"}"#)
  }

  /// What is owed of a major case, and how cases end.
  private static func ends(_ trail: inout AuditTrail, _ world: ServiceWorld) async throws {
    let major = try await Self.aCase(world, 2)
    try await world.publish(
      ComplaintRegraded(
        complaint: major.number, grade: .major, previousGrade: .general, category: .engineeringQuality,
        previousCategory: .engineeringQuality, reason: .verification, regradedAt: Date()), from: .intake, version: 2)
    let path = "/cases/\(major.number)"
    try await eventually("the case is major") { try await world.api.get(path).text.contains(#""grade":"major""#) }
    for (name, form) in [
      ("noteFirstResponse", "first-response"), ("noteLeaderTold", "leader-notice"),
      ("noteUpwardReport", "upward-report"),
    ] {
      try await trail.ask(name, "\(path)/\(form)", #"{"text": "已报", "by": "sun"}"#)
    }
    try await trail.ask("disputeCase", "\(path)/dispute", #"{"opinions": "意见不一", "by": "sun"}"#)
    try await trail.ask("decideCase", "\(path)/decision", #"{"ruling": "close", "reason": "已解决", "by": "zhao"}"#)
    try await trail.ask("noteHandlingReport", "\(path)/handling-report", #"{"text": "报告", "by": "sun"}"#)
    try await trail.ask("holdCase", "\(path)/hold", #"{"reason": "业主起诉", "by": "sun"}"#)
    try await trail.ask("releaseCase", "\(path)/release", #"{"reason": "已撤诉", "by": "sun"}"#)
    try await trail.ask("reopenCase", "\(path)/reopening", #"{"reason": "又漏", "by": "sun"}"#)
    let unclear = try await Self.aCase(world, 3, .other)
    try await trail.ask("verifyCase", "/cases/\(unclear.number)/verification", #"{"findings": "不实", "by": "sun"}"#)
    try await trail.ask("fileCase", "/cases/\(unclear.number)/filing", #"{"reason": "不实", "by": "sun"}"#)
    let withdrawn = try await Self.aCase(world, 4)
    let statement = #"{"statement": "不再追究", "by": "sun"}"#
    try await trail.ask("withdrawCase", "/cases/\(withdrawn.number)/withdrawal", statement)
  }

  private static func judge(_ trail: inout AuditTrail, _ world: ServiceWorld) async throws {
    let path = "/cases/\(try await Self.aCase(world, 5).number)"
    let builder = #"{"judgement": "builder", "reason": "防水层开裂", "by": "sun.wei"}"#
    try await trail.ask("judgeCase", "\(path)/judgements", builder)
    try await trail.ask("noteBuilderArrival", "\(path)/builder-arrival", #"{"by": "li.na"}"#)
    try await trail.ask("remindBuilder", "\(path)/builder-reminder", #"{"by": "li.na"}"#)
  }

  private static func suggest(_ trail: inout AuditTrail, _ world: ServiceWorld) async throws {
    let paths = try (6...8).map { "/suggestions/\(try CaseMessages(serial: $0).number)" }
    for (serial, path) in zip(6...8, paths) {
      try await world.publish(try CaseMessages(serial: serial).suggestion(), from: .intake, version: 1)
      try await eventually("the suggestion is received") { try await world.api.get(path).status == 200 }
    }
    let question = #"{"departments": ["design-department"], "question": "可否加装雨棚？", "by": "li.na"}"#
    let opinion = #"{"department": "design-department", "consents": true, "text": "同意", "by": "wu"}"#
    try await trail.ask("replyToSuggestion", "\(paths[0])/replies", #"{"text": "已收到", "by": "li.na"}"#)
    try await trail.ask("consultDepartments", "\(paths[0])/consultations", question)
    try await trail.ask("giveOpinion", "\(paths[0])/opinions", opinion)
    try await trail.ask("startSuggestion", "\(paths[0])/start", #"{"dueOn": "2099-01-31", "by": "li.na"}"#)
    try await trail.ask("answerSuggestion", "\(paths[0])/answer", #"{"text": "雨棚已装好", "by": "li.na"}"#)
    try await trail.ask("closeSuggestion", "\(paths[0])/closing", #"{"by": "li.na"}"#)
    try await trail.ask("declineSuggestion", "\(paths[1])/decline", #"{"reason": "与规划不符", "by": "li.na"}"#)
    let complaint = try await Self.aCase(world, 60).number
    try await trail.ask(
      "convertSuggestion", "\(paths[2])/conversion",
      #"{"complaint": "\#(complaint)", "reason": "是投诉", "by": "li.na"}"#)
  }

  private static func write(_ trail: inout AuditTrail, _ world: ServiceWorld) async throws {
    let number = try await Self.aCase(world, 9).number
    let content = #""subject": "关于漏水", "body": "已安排维修。", "contact": "0760-8888 0000", "isLegal": true, "by": "li.na""#
    let draft = #"{"complaint": "\#(number)", "kind": "reply", \#(content)}"#
    let letter = try #require(try await trail.ask("draftLetter", "/letters", draft).headers["location"])
    try await trail.ask("reviseLetter", letter, "{\(content.replacing("维修", with: "上门"))}")
    try await trail.ask("clearLetter", "\(letter)/legal-opinion", #"{"by": "wu.lushi"}"#)
    try await trail.ask("approveLetter", "\(letter)/approval", #"{"by": "zhao.min"}"#)
    let sent = #"{"method": "courier", "proof": "SF123", "by": "li.na"}"#
    try await trail.ask("dispatchLetter", "\(letter)/dispatch", sent)
    try await trail.ask("receiveLetter", "\(letter)/receipt", #"{"receipt": "本人签收", "by": "li.na"}"#)
    let other = try #require(try await trail.ask("draftLetter", "/letters", draft).headers["location"])
    try await trail.ask("withdrawLetter", "\(other)/withdrawal", #"{"by": "li.na"}"#)
    let mail = try #require(
      try await trail.ask("draftLetter", "/letters", draft.replacing("true", with: "false")).headers["location"])
    try await trail.ask("approveLetter", "\(mail)/approval", #"{"by": "zhao.min"}"#)
    let byMail = #"{"method": "email", "email": "wang@example.org", "by": "li.na"}"#
    try await trail.ask("dispatchLetter", "\(mail)/dispatch", byMail)
    try await eventually("it could not be sent") { try await world.api.get(mail).text.contains(#""attempts":1"#) }
    try await trail.ask("recallLetter", "\(mail)/recall", #"{"by": "li.na"}"#)
    let sheet = """
      {"project": "CLX", "from": "customer-service", "to": "property-office", "subject": "水阀", "content": "请检查水阀",
       "by": "li.na"}
      """
    let path = try #require(try await trail.ask("sendContactSheet", "/contact-sheets", sheet).headers["location"])
    try await trail.ask("replyToContactSheet", "\(path)/reply", #"{"text": "已关阀", "by": "wang"}"#)
  }

  private static func aCase(
    _ world: ServiceWorld, _ serial: Int, _ part: BuildingPart = .heating
  ) async throws -> CaseMessages {
    let example = try CaseMessages(serial: serial)
    let category: Messages.Category = part == .other ? .other : .engineeringQuality
    try await world.publish(example.registered(part, category: category), from: .intake, version: 1)
    try await eventually("the case is there") { try await world.api.get("/cases/\(example.number)").status == 200 }
    return example
  }
}
