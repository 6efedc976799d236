import Testing

@testable import Postgres

@Suite("Statement cache")
struct StatementCacheTests {
  private struct Find: PreparedStatement {
    static let sql = "SELECT 1"
  }

  private let key = StatementCache.Key(statement: ObjectIdentifier(Find.self), parameterTypes: [.int8])

  @Test("A statement counts only when the server has confirmed it")
  func confirmation() {
    var cache = StatementCache()
    let name = cache.newName(for: Find.self)
    #expect(cache.name(of: key) == nil)
    cache.confirm(key, name: name)
    #expect(cache.name(of: key) == name)
    #expect(cache.name(of: .init(statement: ObjectIdentifier(Find.self), parameterTypes: [.text])) == nil)
  }

  @Test("Names say the type, fit the server's 63 bytes, and are never used twice, not even after forgetting")
  func names() {
    var cache = StatementCache()
    let first = cache.newName(for: Find.self)
    cache.confirm(key, name: first)
    cache.forget()
    #expect(cache.name(of: key) == nil)
    let second = cache.newName(for: Find.self)
    #expect(first == "s1_Find" && second == "s2_Find")
    let long = cache.newName(for: StatementWhoseNameIsMuchLongerThanAnyServerWouldEverLikeToReadInItsLists.self)
    #expect(long.utf8.count < 64)
  }

  private struct StatementWhoseNameIsMuchLongerThanAnyServerWouldEverLikeToReadInItsLists: PreparedStatement {
    static let sql = "SELECT 1"
  }
}
