/// Years of complaints, made by the database itself.
enum Past {
  static let database = "grown"
  private static let years = 9
  private static let projects = 45

  /// Makes the database anew: `count` complaints in nine years and 45 projects, of which the first has seven times the
  /// complaints of the last; and the inbox rows of the last 14 days, which is what the janitor leaves.
  static func make(_ count: Int, on servers: Servers) async throws {
    try await servers.sql("DROP DATABASE IF EXISTS \(self.database) WITH (FORCE)", database: "postgres")
    try await servers.sql("CREATE DATABASE \(self.database) TEMPLATE redress", database: "postgres")
    // The privileges of a database are not copied with it.
    try await servers.sql("GRANT CONNECT ON DATABASE \(self.database) TO intake", database: "postgres")
    let recent = max(1, count * 14 / (self.years * 365))
    try await servers.sql(
      """
      SET synchronous_commit = off;
      -- Evidence is never taken away; here the whole past is.
      SET session_replication_role = replica;
      TRUNCATE intake.complaint, intake.complaint_series, intake.inbox_message, intake.outbox_message, intake.deadline
        CASCADE;
      RESET session_replication_role;
      INSERT INTO intake.project (code, name, works_number, registered_at)
        SELECT 'OLD' || n, 'Project ' || n, 100 + n, now() - interval '10 years'
        FROM generate_series(1, \(self.projects - Servers.projects.count)) AS n ON CONFLICT DO NOTHING;
      CREATE TEMP TABLE size AS
        SELECT code, greatest(1, (\(count) / \(self.years) * weight / sum(weight) OVER ())::int) AS a_year
        FROM (SELECT code, 1 / sqrt(row_number() OVER (ORDER BY works_number)) AS weight FROM intake.project) AS ranked;
      INSERT INTO intake.complaint (number, project, year, serial, source, reference, received_at, registered_at, channel,
          kind, category, grade, surname, telephone, building, unit, location, building_part, content)
        SELECT code || '-' || year || '-' || lpad(serial::text, greatest(6, length(serial::text)), '0'), code, year, serial,
          '/pms', 'PMS-' || year || '-' || code || '-' || serial, at, at, 'property-office', 'complaint',
          'engineering-quality', 'general', '王', '138' || 10000000 + serial, (serial % 24)::text, (serial % 28)::text || '01',
          '卫生间吊顶', 'waterproofing', '卫生间吊顶漏水，楼上已关水阀，仍在滴水。请尽快派人处理。' || serial
        FROM (
          SELECT code, year, serial, make_timestamptz(year, 1, 1, 0, 0, 0, 'UTC')
            + interval '1 year' * serial / a_year * least(1, extract(doy FROM now()) / 366) AS at
          FROM generate_series(extract(year FROM now())::int - \(self.years - 1), extract(year FROM now())::int) AS year,
            size, generate_series(1, a_year) AS serial
        ) AS past ORDER BY at;
      INSERT INTO intake.complaint_series (project, year, last_serial)
        SELECT project, year, max(serial) FROM intake.complaint GROUP BY project, year;
      INSERT INTO intake.inbox_message (consumer, message_id, subject, state, received_at)
        SELECT 'intake.inbound', gen_random_uuid(), gen_random_uuid()::text, 'processed',
          now() - interval '14 days' * n / \(recent)
        FROM generate_series(\(recent), 1, -1) AS n;
      """, database: self.database)
    try await servers.sql("VACUUM (FREEZE, ANALYZE)", database: self.database)
    try await servers.sql("CHECKPOINT")
  }
}
