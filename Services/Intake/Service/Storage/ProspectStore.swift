import DurableMessaging
import Foundation
import IntakeDomain
import Messages
import Postgres

/// The columns of a prospect in the order in which every statement reads them.
private enum ProspectColumns {
  static let list = """
    number, surname, telephone, channel, met_at, demand_type, demand_area, budget, preferences, referred_by, account, post,
    recorded_at, follow_up_account, follow_up_post, follow_up_at
    """

  static func decode(_ row: Row) throws(PostgresError) -> Prospect {
    var columns = row.columns()
    let number: ProspectNumber = try columns.identifier()
    let person = Customer(surname: try columns.next(), telephone: try columns.next())
    let channel: Channel = try columns.term()
    let metAt: Date = try columns.next()
    let demand = Prospect.Demand(
      type: try columns.next(), area: try columns.next(), budget: try columns.next(), preferences: try columns.next())
    let referredBy: String? = try columns.next()
    let author = Author(account: try columns.next(), post: try columns.next())
    let recordedAt: Date = try columns.next()
    let (account, post, takenAt): (String?, String?, Date?) = (
      try columns.next(), try columns.next(), try columns.next()
    )
    var followUp: Prospect.FollowUp?
    if let account, let takenAt {
      followUp = Prospect.FollowUp(author: Author(account: account, post: post), takenAt: takenAt)
    }
    return Prospect(
      number: number, person: person, channel: channel, metAt: metAt, demand: demand, referredBy: referredBy,
      author: author, recordedAt: recordedAt, followUp: followUp)
  }
}

/// Where the newest series of each of the locked projects stands.
struct LastProspects: PreparedStatement {
  static let sql = """
    SELECT newest.* FROM unnest($1::text[]) AS asked (code) CROSS JOIN LATERAL (
      SELECT project, year, serial FROM prospect WHERE project = asked.code
      ORDER BY year DESC, serial DESC LIMIT 1) AS newest
    """
  let projects: [ProjectCode]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.projects.map(\.text))
  }

  static func decode(_ row: Row) throws(PostgresError) -> ProspectNumber {
    var columns = row.columns()
    return ProspectNumber(
      project: try columns.identifier(), year: Int(try columns.next(Int32.self)),
      serial: Int(try columns.next(Int32.self)))
  }
}

struct LockProspects: PreparedStatement {
  static let sql = """
    SELECT \(ProspectColumns.list) FROM prospect WHERE number = ANY($1) ORDER BY number FOR NO KEY UPDATE
    """
  let numbers: [ProspectNumber]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.numbers.map(\.text))
  }

  static func decode(_ row: Row) throws(PostgresError) -> Prospect { try ProspectColumns.decode(row) }
}

struct FindProspect: PreparedStatement {
  static let sql = "SELECT \(ProspectColumns.list) FROM prospect WHERE number = $1"
  let number: ProspectNumber

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.number.text)
  }

  static func decode(_ row: Row) throws(PostgresError) -> Prospect { try ProspectColumns.decode(row) }
}

/// A page of all: a page of each project, and of these the first.
struct ListProspects: PreparedStatement {
  static let sql = """
    SELECT found.* FROM project CROSS JOIN LATERAL (
      SELECT \(ProspectColumns.list) FROM prospect WHERE prospect.project = project.code AND number > $1
      ORDER BY number LIMIT $3) AS found
    WHERE $2::text[] IS NULL OR project.code = ANY($2) ORDER BY found.number LIMIT $3
    """
  /// The last number of the page before; empty for the first page.
  let after: String
  /// nil for all.
  let projects: [String]?
  let limit: Int

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.after)
    bindings.append(self.projects)
    bindings.append(Int64(self.limit))
  }

  static func decode(_ row: Row) throws(PostgresError) -> Prospect { try ProspectColumns.decode(row) }
}

/// A page of those whom nobody of sales has taken over.
struct ListWaitingProspects: PreparedStatement {
  static let sql = """
    SELECT found.* FROM project CROSS JOIN LATERAL (
      SELECT \(ProspectColumns.list) FROM prospect
      WHERE prospect.project = project.code AND number > $1 AND follow_up_at IS NULL ORDER BY number LIMIT $3) AS found
    WHERE $2::text[] IS NULL OR project.code = ANY($2) ORDER BY found.number LIMIT $3
    """
  let after: String
  let projects: [String]?
  let limit: Int

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.after)
    bindings.append(self.projects)
    bindings.append(Int64(self.limit))
  }

  static func decode(_ row: Row) throws(PostgresError) -> Prospect { try ProspectColumns.decode(row) }
}

struct WriteProspects: PreparedStatement {
  static let sql = """
    INSERT INTO prospect (\(ProspectColumns.list), project, year, serial)
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::text[], $7::text[],
      $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::timestamptz[], $14::text[], $15::text[],
      $16::timestamptz[], $17::text[], $18::int[], $19::int[])
    ON CONFLICT (number) DO UPDATE SET follow_up_account = EXCLUDED.follow_up_account,
      follow_up_post = EXCLUDED.follow_up_post, follow_up_at = EXCLUDED.follow_up_at
    """
  let prospects: [Prospect]

  func bind(_ bindings: inout Bindings) {
    bindings.append(self.prospects.map(\.number.text))
    bindings.append(self.prospects.map(\.person.surname))
    bindings.append(self.prospects.map(\.person.telephone))
    bindings.append(self.prospects.map(\.channel.rawValue))
    bindings.append(self.prospects.map(\.metAt))
    bindings.append(self.prospects.map(\.demand.type))
    bindings.append(self.prospects.map(\.demand.area))
    bindings.append(self.prospects.map(\.demand.budget))
    bindings.append(self.prospects.map(\.demand.preferences))
    bindings.append(self.prospects.map(\.referredBy))
    bindings.append(self.prospects.map(\.author.account))
    bindings.append(self.prospects.map(\.author.post))
    bindings.append(self.prospects.map(\.recordedAt))
    bindings.append(self.prospects.map { $0.followUp?.author.account })
    bindings.append(self.prospects.map { $0.followUp?.author.post })
    bindings.append(self.prospects.map { $0.followUp?.takenAt })
    bindings.append(self.prospects.map(\.number.project.text))
    bindings.append(self.prospects.map { Int32($0.number.year) })
    bindings.append(self.prospects.map { Int32($0.number.serial) })
  }
}
