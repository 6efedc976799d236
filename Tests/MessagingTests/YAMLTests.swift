import Messages
import Testing

@testable import Messaging

struct YAMLTests {
  @Test(arguments: [
    ("plain words, 3.0 and `code`", "plain words, 3.0 and `code`"), ("物业管理处", "物业管理处"),
    ("", #""""#), ("3.0.0", #""3.0.0""#), ("true", #""true""#), ("No", #""No""#), ("a: b", #""a: b""#),
    ("a #b", #""a #b""#),
    ("#/components", ##""#/components""##), ("{host}", #""{host}""#), ("ends ", #""ends ""#), ("- dash", #""- dash""#),
    (#"quote " and \"#, #""quote \" and \\""#), ("tab\tx", #""tab\tx""#),
  ])
  func quotesWhatCouldBeReadAsSomethingElse(text: String, scalar: String) {
    #expect(YAML.text(text).document == "\(scalar)\n")
  }

  @Test func nestsMappingsListsAndLines() throws {
    let yaml = YAML.mapping(
      ("empty", .mapping([])), ("none", .list([])), ("left out", nil), ("lines", "one\n\n  two"),
      ("list", .list([1, .mapping(("a", true), ("b", .list(["x"]))), .list(["w"])])),
      ("json", YAML(try JSONValue(Array(#"{"m":1.50,"z":null}"#.utf8)))))
    let expected = """
      empty: {}
      none: []
      lines: |-
        one

          two
      list:
        - 1
        - a: true
          b:
            - x
        - - w
      json:
        m: 1.50
        z: null

      """
    #expect(yaml.document == expected)
  }
}
