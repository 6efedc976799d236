import Testing

@testable import Simulator

@Suite("Chance")
struct ChanceTests {
  @Test("the same seed decides alike in any order, another seed otherwise")
  func repeatable() {
    let (one, same, other) = (Chance(seed: 7), Chance(seed: 7), Chance(seed: 8))
    let subjects = (1...50).map { "BX-2023-\($0)" }
    let forwards = subjects.map { one.share($0, "reply") }
    let backwards = subjects.reversed().map { same.share($0, "reply") }
    #expect(forwards == backwards.reversed())
    #expect(forwards != subjects.map { other.share($0, "reply") })
    #expect(forwards != subjects.map { one.share($0, "survey") })
  }

  @Test("what happens to one in ten happens to about one in ten, also of neighbouring numbers")
  func share() {
    let chance = Chance(seed: 42)
    let happened = (1...10_000).count { chance.happens(0.1, "BX-2023-\($0)", "dissatisfied") }
    #expect((900...1100).contains(happened))
  }
}
