import Foundation
import IntakeDomain
import Messages
import Postgres
import ServiceTestSupport
import TestSupport
import Testing

@testable import IntakeService

/// Every statement against the schema as it is after all migrations.
@Suite(.database(schemas: true)) struct StatementTests {
  @Test func everyStatementRuns() async throws {
    let project = try #require(ProjectCode("CLX"))
    let home = HomeAddress(project: project, building: "3", unit: "1201")
    let key = SenderReference(source: "/pms", reference: "PMS-1")
    let number = ComplaintNumber(project: project, year: 2023, serial: 1)
    let text = GuideEntry.Text(question: "怎样投诉？", answer: "拨打热线。")
    let entry = GuideEntry(
      key: try #require(GuideKey("hotline")), position: 1, chinese: text, english: text, isPublished: true,
      reviewedAt: Date(), author: Author(account: "li.na", post: nil), version: 1)
    let statements: [any PreparedStatement] = [
      LockProjects(codes: [project], knownRules: 0),
      LastSerials(projects: [project]),
      KnownComplaints(keys: [key]),
      FindComplaint(number: ComplaintNumber(project: project, year: 2023, serial: 1)),
      FindSubmission(key: key),
      InsertComplaints(complaints: []),
      WriteSeries(lastSerials: [:]),
      CountRepeats(repeats: [:]),
      ListProjects(),
      ProjectsWithWorksNumbers(worksNumbers: [1]),
      InsertProjects(projects: []),
      UpdateProjects(projects: []),
      InsertWithdrawalActs(acts: [], recordedAt: Date()),
      LockUnits(homes: [home]),
      UnitsOfBuildings(buildings: [home.buildingKey]),
      KnownHomes(homes: [home]),
      FindUnit(home: home),
      FindBuildings(keys: [home.buildingKey]),
      WriteBuildings(buildings: []),
      WriteUnits(units: []),
      DeleteResidents(homes: [home]),
      InsertResidents(units: []),
      ReadContact(
        number: ComplaintNumber(project: project, year: 2023, serial: 1), person: "li.na", reason: .callback,
        now: Date()),
      NotePersonalDataReads(reads: [], person: "li.na", now: Date()),
      PersonalDataReads(after: 0, showsMisconduct: false, limit: 1),
      PersonalDataReadsOfProjects(projects: ["CLX"], after: 0, showsMisconduct: false, limit: 1),
      PersonalDataReadsOfComplaint(complaint: number, after: 0, limit: 1),
      LockComplaints(numbers: [number]),
      UpdateComplaints(complaints: []),
      InsertComplaintChanges(changes: []),
      FindComplaintChanges(number: number),
      InsertLinks(links: []),
      FindLinks(number: number),
      InsertAcknowledgements(tries: []),
      FindAcknowledgements(number: number),
      LockDrafts(ids: [DraftID(UUID())]),
      FindDraft(id: DraftID(UUID())),
      ListDrafts(after: "", projects: ["CLX"], account: "li.na", limit: 10),
      WriteDrafts(drafts: []),
      RecentComplaints(project: project, since: Date()),
      SimilarComplaints(home: home, buildingPart: .heating, since: Date()),
      KnownMatters(project: project),
      WriteMatters(matters: []),
      ListTriageRules(),
      LockTriageVersions(),
      InsertTriageRules(
        rules: TriageRules(version: 2, rules: []), author: Author(account: "li.na", post: nil), proposedAt: Date()),
      RetireTriageRules(),
      ActivateTriageRules(version: 2, activatedAt: Date()),
      LastComplaints(project: project, limit: 10),
      EvidenceOfComplaints(complaints: [number]),
      InsertEvidence(evidence: []),
      LastProspects(projects: [project]),
      LockProspects(numbers: [ProspectNumber(project: project, year: 2023, serial: 1)]),
      FindProspect(number: ProspectNumber(project: project, year: 2023, serial: 1)),
      ListProspects(after: "", projects: ["CLX"], limit: 10),
      ListWaitingProspects(after: "", projects: ["CLX"], limit: 10),
      WriteProspects(prospects: []),
      KnownMisconductReports(keys: [key]),
      InsertMisconductReports(reports: []),
      ListMisconductReports(after: 0, since: Date(), projects: ["CLX"], limit: 10),
      ListGuideEntries(),
      LockGuideEntries(keys: [entry.key]),
      InsertGuideEntry(entry: entry),
      UpdateGuideEntry(entry: entry),
      AnonymiseComplaints(numbers: [number], times: [Date()]),
      RemoveEvidence(numbers: [number]),
      RemoveRecordings(recordings: [(number, 1)]),
      LeavingFiles(checksums: [String(repeating: "a", count: 64)]),
      NextRemovedEvidence(graceSeconds: 600),
      NoteFilesGone(evidence: RemovedEvidence(complaint: number, position: 1, files: [])),
    ]
    let schema = try await MigratedSchema(of: IntakeDefinition.self)
    try await schema.run(statements)
    #expect(Set(statements.map { "\(type(of: $0))" }) == (try schema.statementsInSources()))
  }

  @Test func keyQueriesUseTheirIndex() async throws {
    let schema = try await MigratedSchema(of: IntakeDefinition.self)
    try await schema.sql(Self.manyComplaints)
    let plans: [(any PreparedStatement.Type, String, String)] = [
      (KnownComplaints.self, "'{/pms}', '{PMS-42}'", "complaint_source_reference_key"),
      (FindSubmission.self, "'/pms', 'PMS-42'", "complaint_source_reference_key"),
      (FindComplaint.self, "'CLX-2023-000042'", "complaint_pkey"),
      (SimilarComplaints.self, "'CLX', now(), '3', '1201', 'heating'", "complaint_place_idx"),
      (LastComplaints.self, "'CLX', 10", "complaint_received_idx"),
      (LockComplaints.self, "'{CLX-2023-000042}'", "complaint_pkey"),
      (CountRepeats.self, "'{CLX-2023-000042}', '{1}'", "complaint_pkey"),
      (ReadContact.self, "'CLX-2023-000042', 'li.na', 'callback', '2023-01-03'", "complaint_pkey"),
      (PersonalDataReads.self, "0, true, 100", "personal_data_read_pkey"),
      (PersonalDataReadsOfProjects.self, "'{HBR}', 0, true, 100", "personal_data_read_project_idx"),
      (ListProspects.self, "'', '{CLX}', 100", "prospect_project_idx"),
      (ListWaitingProspects.self, "'', '{CLX}', 100", "prospect_waiting_idx"),
      (LastProspects.self, "'{CLX}'", "prospect_series_key"),
      (PersonalDataReadsOfComplaint.self, "'CLX-2023-000042', 0, 100", "personal_data_read_complaint_idx"),
    ]
    for (statement, arguments, index) in plans {
      let plan = try await schema.plan(of: statement, arguments)
      #expect(plan.contains(index), "\(statement):\n\(plan)")
    }
  }

  @Test("R-044: a month is counted by its index, and only places of which three people complain are loaded, by theirs")
  func recentComplaints() async throws {
    let schema = try await MigratedSchema(of: IntakeDefinition.self)
    try await schema.sql(Self.manyComplaints)
    // Two years of a town: a hundred buildings, two hundred people.
    try await schema.sql(
      """
      UPDATE complaint SET building = (serial % 100)::text, received_at = now() - serial * interval '1 hour',
        telephone = (13800000000 + serial % 200)::text,
        building_part = (ARRAY['heating', 'plumbing', 'waterproofing', 'surfaces', 'windows'])[1 + serial % 5];
      ANALYZE complaint;
      """)
    let arguments = "'CLX', now() - interval '1 month', '{compliment}', 3"
    let plan = try await schema.plan(of: RecentComplaints.self, arguments)
    #expect(plan.contains("complaint_received_idx") && plan.contains("complaint_place_idx"), "\(plan)")
  }

  @Test("What a customer says may have as many characters as the contract allows, and not one more")
  func contentLength() async throws {
    let schema = try await MigratedSchema(of: IntakeDefinition.self)
    try await schema.sql(Self.manyComplaints)
    try await schema.sql("UPDATE complaint SET content = repeat('漏', 4000) WHERE serial = 1;")
    let error = await #expect(throws: TestSupportError.self) {
      try await schema.sql("UPDATE complaint SET content = repeat('漏', 4001) WHERE serial = 1;")
    }
    #expect(error?.description.contains("complaint_content_check") == true, "\(error?.description ?? "")")
  }

  private static let manyComplaints = """
    INSERT INTO project VALUES ('CLX', '翠林兰溪园', 1, now());
    INSERT INTO complaint_series VALUES ('CLX', 2023, 20000);
    INSERT INTO complaint (number, project, year, serial, source, reference, received_at, registered_at, channel, kind,
        category, grade, surname, telephone, building, unit, building_part, content)
      SELECT 'CLX-2023-' || lpad(n::text, 6, '0'), 'CLX', 2023, n, '/pms', 'PMS-' || n, now(), now(), 'hotline',
        'complaint', 'engineering-quality', 'general', '王', '13800138000', '3', '1201', 'heating', '暖气不热。'
      FROM generate_series(1, 20000) n;
    INSERT INTO personal_data_read (kind, project, complaint, person, reason, read_at)
      SELECT 'contact', project, number, 'li.na', 'callback', now() FROM complaint;
    INSERT INTO prospect (number, project, year, serial, surname, telephone, channel, met_at, account, recorded_at,
        follow_up_account, follow_up_at)
      SELECT 'SM03-14-CLX-2023-' || lpad(n::text, greatest(4, length(n::text)), '0'), 'CLX', 2023, n, '林', '13900139000',
        'hotline', now(), 'li.na', now(), CASE WHEN n % 50 > 0 THEN 'sun.li' END, CASE WHEN n % 50 > 0 THEN now() END
      FROM generate_series(1, 20000) n;
    ANALYZE;
    """
}
