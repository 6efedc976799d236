import Presentation
import Testing

@Suite struct TextTableTests {
  @Test("Columns line up where Chinese characters take two places")
  func widths() {
    #expect(TextTable.width("合计 Total") == 10)
    #expect(TextTable.width("（全角）") == 8)
    var table = TextTable([("类别", .leading), ("n", .trailing)])
    table.add(["工程质量", "12"])
    table.add(["other", "3"])
    #expect(table.text == "类别       n\n工程质量  12\nother      3")
  }

  @Test("A row with too few cells leaves the rest empty")
  func shortRow() {
    var table = TextTable([("a", .leading), ("b", .leading)])
    table.add(["1"])
    #expect(table.text == "a  b\n1")
  }
}
