import Testing

@testable import Postgres

@Suite("Migrations")
struct MigrationTests {
  @Test("The number is read from the name")
  func version() {
    #expect(Migration(name: "V0012__complaint_grade", sql: "".utf8).version == 12)
    for wrong in ["0001__x", "V1__x", "V0001_x", "V0001__", "V0001__X y", "V0001__x.sql"] {
      #expect(Migration(name: wrong, sql: "".utf8).version == nil, "\(wrong)")
    }
  }

  @Test("The checksum is the same in every process, and another for another text")
  func checksum() {
    #expect(Migration(name: "V0001__a", sql: "a".utf8).checksum == "af63dc4c8601ec8c")
    #expect(Migration(name: "V0001__a", sql: "b".utf8).checksum != "af63dc4c8601ec8c")
  }

  @Test("Only a first line with a reason takes a file out of its transaction")
  func transaction() {
    func isTransactional(_ sql: String) -> Bool { Migration(name: "V0001__a", sql: sql.utf8).isTransactional }
    #expect(!isTransactional("-- no-transaction: an index built concurrently\nCREATE INDEX …"))
    #expect(isTransactional("-- no-transaction:\nCREATE INDEX …"))
    #expect(isTransactional("CREATE TABLE a ();\n-- no-transaction: too late"))
  }
}
