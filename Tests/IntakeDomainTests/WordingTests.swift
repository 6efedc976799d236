import IntakeDomain
import Testing

/// Chinese words are compared by pairs of characters.
struct WordingTests {
  @Test(
    "Texts of the same matter are alike, others are not",
    arguments: [
      ("卫生间吊顶漏水。", "卫生间吊顶漏水，请尽快处理！", 0.6, 0.8),
      ("主卧暖气不热", "暖气不热，主卧室很冷", 0.5, 0.8),
      ("卫生间吊顶漏水", "小区门禁坏了", 0.0, 0.0),
      ("NO HEAT", "no heat", 1.0, 1.0),
      ("３号楼电梯停运", "3号楼电梯停运", 1.0, 1.0),
      ("漏", "漏", 1.0, 1.0),
      ("漏", "堵", 0.0, 0.0),
      ("……", "漏水", 0.0, 0.0),
      ("", "", 0.0, 0.0),
    ])
  func similarity(_ left: String, _ right: String, _ low: Double, _ high: Double) {
    let similarity = Wording(left).similarity(to: Wording(right))
    #expect((low...high).contains(similarity), "\(similarity)")
    #expect(similarity == Wording(right).similarity(to: Wording(left)))
  }

  @Test("Dice of 漏水了 and 漏水呢: two pairs each, one in common")
  func coefficient() {
    #expect(Wording("漏水了").similarity(to: Wording("漏水呢")) == 0.5)
  }
}
