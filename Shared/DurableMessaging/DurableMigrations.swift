package import Postgres

/// The tables that every service has in its own schema: outbox, inbox, deadlines, answers that are kept, audit.
package enum DurableMigrations {
  /// Their own, beside the service's in `schema_migration`.
  package static let sequence = "durable"

  package static let all = [
    Migration(name: "V0001__outbox", sql: PackageResources.V0001__outbox_sql),
    Migration(name: "V0002__inbox", sql: PackageResources.V0002__inbox_sql),
    Migration(name: "V0003__deadline", sql: PackageResources.V0003__deadline_sql),
    Migration(name: "V0004__inbox_layout", sql: PackageResources.V0004__inbox_layout_sql),
    Migration(name: "V0005__quarantine_note", sql: PackageResources.V0005__quarantine_note_sql),
    Migration(name: "V0006__auditor", sql: PackageResources.V0006__auditor_sql),
    Migration(name: "V0007__inbox_member", sql: PackageResources.V0007__inbox_member_sql),
    Migration(name: "V0008__quarantine_origin", sql: PackageResources.V0008__quarantine_origin_sql),
    Migration(name: "V0009__kept_answer", sql: PackageResources.V0009__kept_answer_sql),
    Migration(name: "V0010__audit", sql: PackageResources.V0010__audit_sql),
  ]
}
