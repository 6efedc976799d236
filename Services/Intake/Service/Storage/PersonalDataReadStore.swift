import DurableMessaging
import Foundation
import IntakeDomain
import Messages
import Messaging
import Postgres
import ServiceRuntime

/// One look at personal data: at what, and why.
struct PersonalDataRead: Sendable {
  let kind: ReadKind
  let project: ProjectCode?
  let complaint: ComplaintNumber?
  /// What without a number is looked at, or which file of the complaint.
  let item: String?
  let reason: ReadReason

  /// - Parameter item: which file, where it is one of the complaint's.
  init(_ kind: ReadKind, of complaint: ComplaintNumber, item: String? = nil, because reason: ReadReason) {
    self.kind = kind
    self.project = complaint.project
    self.complaint = complaint
    self.item = item
    self.reason = reason
  }

  init(_ draft: Draft) {
    self.kind = .draft
    self.project = draft.projects.lazy.compactMap { ProjectCode($0) }.first
    self.complaint = nil
    self.item = draft.id.text
    self.reason = .handling
  }

  /// Who lives in a home.
  init(_ unit: PropertyUnit) {
    self.kind = .home
    self.project = unit.home.project
    self.complaint = nil
    self.item = unit.home.subject
    self.reason = .handling
  }

  init(_ prospect: Prospect) {
    self.kind = .prospect
    self.project = prospect.number.project
    self.complaint = nil
    self.item = prospect.number.text
    self.reason = .reply
  }

  /// - Parameter id: names the report without saying what its sender calls it.
  init(_ report: MisconductReport, id: Int64) {
    self.kind = .misconductReport
    self.project = report.project
    self.complaint = nil
    self.item = String(id)
    self.reason = .investigation
  }
}

extension RunningService<IntakeHandler> {
  /// Writes down who looks at what; to be awaited before it is shown.
  func note(_ reads: [PersonalDataRead], by caller: Caller) async throws {
    guard !reads.isEmpty else { return }
    _ = try await self.pool.execute(
      NotePersonalDataReads(reads: reads, person: caller.subject, now: self.clock.now))
  }
}

struct NotePersonalDataReads: PreparedStatement {
  static let sql = """
    INSERT INTO personal_data_read (kind, project, complaint, item, reason, person, read_at)
    SELECT kind, project, complaint, item, reason, $6, $7
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) WITH ORDINALITY
      AS looked (kind, project, complaint, item, reason, position)
    ORDER BY position
    """
  let reads: [PersonalDataRead]
  let person: String
  let now: Date

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.reads.map(\.kind.rawValue))
    bindings.append(self.reads.map(\.project?.text))
    bindings.append(self.reads.map(\.complaint?.text))
    bindings.append(self.reads.map(\.item))
    bindings.append(self.reads.map(\.reason.rawValue))
    bindings.append(self.person)
    bindings.append(self.now)
  }
}

/// A page of all looks, the oldest first.
struct PersonalDataReads: PreparedStatement {
  fileprivate static let columns = "id, kind, project, complaint, item, person, reason, read_at"
  static let sql = """
    SELECT \(Self.columns) FROM personal_data_read
    WHERE id > $1 AND ($2 OR kind <> 'misconduct-report') ORDER BY id LIMIT $3
    """
  let after: Int64
  /// Whether looks at reports of misconduct are among them.
  let showsMisconduct: Bool
  let limit: Int

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.after)
    bindings.append(self.showsMisconduct)
    bindings.append(Int64(self.limit))
  }

  static func decode(_ row: Row) throws(PostgresError) -> PersonalDataReadView {
    var columns = row.columns()
    return PersonalDataReadView(
      id: try columns.next(), kind: try columns.term(), project: try columns.optionalIdentifier(),
      complaint: try columns.optionalIdentifier(), item: try columns.next(), person: try columns.next(),
      reason: try columns.term(), readAt: try columns.next())
  }
}

/// A page of the looks of some projects, the oldest first: a page of each, and of these the first. The rows of a project are
/// asked for as a range of its index: where they had to equal it, the server would rather walk through those of all.
struct PersonalDataReadsOfProjects: PreparedStatement {
  static let sql = """
    SELECT looked.* FROM unnest($1::text[]) AS asked (code) CROSS JOIN LATERAL (
      SELECT \(PersonalDataReads.columns) FROM personal_data_read
      WHERE (project, id) > (asked.code, $2) AND project <= asked.code AND ($3 OR kind <> 'misconduct-report')
      ORDER BY project, id LIMIT $4) AS looked
    ORDER BY id LIMIT $4
    """
  /// each once.
  let projects: [String]
  let after: Int64
  let showsMisconduct: Bool
  let limit: Int

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.projects)
    bindings.append(self.after)
    bindings.append(self.showsMisconduct)
    bindings.append(Int64(self.limit))
  }

  static func decode(_ row: Row) throws(PostgresError) -> PersonalDataReadView { try PersonalDataReads.decode(row) }
}

/// A page of the looks at one complaint and its customer, the oldest first.
struct PersonalDataReadsOfComplaint: PreparedStatement {
  static let sql = """
    SELECT \(PersonalDataReads.columns) FROM personal_data_read WHERE complaint = $1 AND id > $2 ORDER BY id LIMIT $3
    """
  let complaint: ComplaintNumber
  let after: Int64
  let limit: Int

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.complaint.text)
    bindings.append(self.after)
    bindings.append(Int64(self.limit))
  }

  static func decode(_ row: Row) throws(PostgresError) -> PersonalDataReadView { try PersonalDataReads.decode(row) }
}
