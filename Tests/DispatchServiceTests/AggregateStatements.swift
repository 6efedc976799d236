import DispatchDomain
import Foundation
import Messages
import Postgres
import Testing

@testable import DispatchService

/// The statements of the aggregates beside the case, with the index that serves each.
enum AggregateStatements {
  static func all(_ number: ComplaintNumber) throws -> [any PreparedStatement] {
    let letter = try #require(FormNumber("SM03-11-CLX-2023-0001"))
    let sheet = try #require(FormNumber("SM03-12-CLX-2023-0001"))
    let now = Date(timeIntervalSince1970: 1_672_708_320)
    return [
      LockSuggestions(numbers: [number]), FindSuggestion(number: number),
      ListSuggestions(state: .received, projects: ["CLX"], after: "", limit: 1),
      ConsultationsOfSuggestions(numbers: [number]), WriteSuggestions(suggestions: []),
      WriteConsultations(consultations: []),
      LockFormSeries(types: [.letter], projects: [number.project]), WriteFormSeries(series: []),
      LockLetters(numbers: [letter]), FindLetter(number: letter),
      ListLetters(state: .drafted, projects: nil, after: "", limit: 1), LettersOfComplaint(complaint: number),
      AcknowledgedComplaints(complaints: [number]),
      InsertLetters(letters: [
        Letter.draft(
          letter, about: number, kind: .reply, isLegal: false,
          content: Letter.Content(subject: "水阀", body: "已安排", replyBy: nil, contact: "客服"), by: "li.na", now: now)
      ]), UpdateLetters(letters: []), LockMails(numbers: [letter]),
      QueueMail(number: letter, address: try #require(EmailAddress("a@example.org")), mayComeTwice: false),
      ClaimMail(seconds: 1), PostponeMail(number: letter, delay: .seconds(1), mayComeTwice: false),
      DeleteMail(number: letter), DropMail(number: letter, attempts: 1),
      LockContactSheets(numbers: [sheet]), FindContactSheet(number: sheet),
      ListContactSheets(projects: nil, after: "", limit: 1), ContactSheetsOfComplaint(complaint: number),
      InsertContactSheet(
        sheet: ContactSheet(
          number: sheet, from: .customerService, to: "property-office", copies: ["监理单位"], subject: "水阀", content: "请检查",
          complaint: number, sentBy: "li.na", sentAt: now, replyDueAt: now + 1)),
      UpdateContactSheets(sheets: []),
      JudgementsOfCases(numbers: [number]), InsertJudgements(records: []), NoticesOfCases(numbers: [number]),
      WriteNotices(notices: []), DeleteNotices(numbers: [number]), PropertyOfCases(numbers: [number]),
      WritePropertyUnits(units: []), WritePropertyProjects(projects: []),
      CompaniesOfProjects(projects: [number.project]),
      HomesOfProject(project: number.project, after: "", limit: 1),
    ]
  }

  static let plans: [(any PreparedStatement.Type, String, String)] = [
    (LockSuggestions.self, "'{CLX-2023-000042}'", "suggestion_pkey"),
    (FindSuggestion.self, "'CLX-2023-000042'", "suggestion_pkey"),
    (ListSuggestions.self, "'received', 'CLX-2023-000042', 100, NULL", "suggestion_state_idx"),
    (ConsultationsOfSuggestions.self, "'{CLX-2023-000042}'", "suggestion_consultation_pkey"),
    (LockLetters.self, "'{SM03-11-CLX-2023-0042}'", "letter_pkey"),
    (FindLetter.self, "'SM03-11-CLX-2023-0042'", "letter_pkey"),
    (ListLetters.self, "'drafted', 'SM03-11-CLX-2023-0042', 100, NULL", "letter_state_idx"),
    (LettersOfComplaint.self, "'CLX-2023-000042'", "letter_complaint_idx"),
    (AcknowledgedComplaints.self, "'{CLX-2023-000042}'", "letter_acknowledgement_key"),
    (LockMails.self, "'{SM03-11-CLX-2023-0042}'", "letter_mail_pkey"),
    (ClaimMail.self, "60", "letter_mail_due_idx"),
    (PostponeMail.self, "'SM03-11-CLX-2023-0042', 1000, false", "letter_mail_pkey"),
    (DeleteMail.self, "'SM03-11-CLX-2023-0042'", "letter_mail_pkey"),
    (DropMail.self, "'SM03-11-CLX-2023-0042', 1", "letter_mail_pkey"),
    (LockContactSheets.self, "'{SM03-12-CLX-2023-0042}'", "contact_sheet_pkey"),
    (FindContactSheet.self, "'SM03-12-CLX-2023-0042'", "contact_sheet_pkey"),
    (ListContactSheets.self, "'SM03-12-CLX-2023-0042', 100, NULL", "contact_sheet_open_idx"),
    (ContactSheetsOfComplaint.self, "'CLX-2023-000042'", "contact_sheet_complaint_idx"),
    (JudgementsOfCases.self, "'{CLX-2023-000042}'", "judgement_pkey"),
    (NoticesOfCases.self, "'{CLX-2023-000042}'", "builder_notice_pkey"),
    (DeleteNotices.self, "'{CLX-2023-000042}'", "builder_notice_pkey"),
    (PropertyOfCases.self, "'{CLX-2023-000042}'", "property_unit_pkey"),
    (HomesOfProject.self, "'CLX', '3/42', 100", "property_unit_key_idx"),
  ]

  /// 20,000 of each, few of which are open. Run after the cases are there.
  static let manyRows = """
    INSERT INTO suggestion (number, received_at, state, departments_asked, departments_agreed, reason, reason_by,
        reason_at, decided_at, outcome, outcome_by, outcome_at, closed_at, revision, version)
      SELECT 'CLX-2023-' || lpad(n::text, 6, '0'), now(), CASE WHEN open THEN 'received' ELSE 'closed' END, 0, 0, 'r', 'a',
        now(), now(), CASE WHEN NOT open THEN 'o' END, CASE WHEN NOT open THEN 'a' END, CASE WHEN NOT open THEN now() END,
        CASE WHEN NOT open THEN now() END, 1, 0
      FROM generate_series(1, 20000) n, LATERAL (SELECT n % 50 = 0 AS open) state;
    INSERT INTO suggestion_consultation (number, department, question, asked_by, asked_at)
      SELECT number, 'design-department', 'q', 'a', now() FROM suggestion;
    INSERT INTO letter (number, project, year, serial, complaint, kind, is_legal, subject, body, contact, state, drafted_by,
        drafted_at, revision)
      SELECT 'SM03-11-CLX-2023-' || lpad(n::text, 5, '0'), 'CLX', 2023, n, 'CLX-2023-' || lpad(n::text, 6, '0'),
        'acknowledgement', false, 's', 'b', 'c', CASE WHEN n % 50 = 0 THEN 'drafted' ELSE 'withdrawn' END, 'a', now(), 1
      FROM generate_series(1, 20000) n;
    INSERT INTO letter_mail (number, address, due_at)
      SELECT number, 'a@example.org', now() + interval '1 hour' FROM letter;
    INSERT INTO contact_sheet (number, project, year, serial, sender, receiver, copies, subject, content, complaint,
        sent_by, sent_at, reply_due_at, reply, replied_by, replied_at, revision)
      SELECT 'SM03-12-CLX-2023-' || lpad(n::text, 5, '0'), 'CLX', 2023, n, 's', 'r', '{}', 's', 'c',
        'CLX-2023-' || lpad(n::text, 6, '0'), 'a', now(), now() + interval '1 day', CASE WHEN n % 50 <> 0 THEN 'x' END,
        CASE WHEN n % 50 <> 0 THEN 'x' END, CASE WHEN n % 50 <> 0 THEN now() END, 1
      FROM generate_series(1, 20000) n;
    INSERT INTO judgement (complaint, serial, judgement, reason, judged_by, judged_at, repair_by)
      SELECT number, 1, 'builder', 'r', 'a', now(), 'builder' FROM repair_case;
    INSERT INTO builder_notice (complaint, notified_at, arrival_due_at) SELECT number, now(), now() FROM repair_case;
    INSERT INTO property_unit (project, building, unit, delivered_on, builders, periods, changed_at)
      SELECT 'P' || n % 100, (n / 100)::text, n::text, '2020-06-01', '[]', '[]', now() FROM generate_series(1, 20000) n;
    ANALYZE;
    """
}
