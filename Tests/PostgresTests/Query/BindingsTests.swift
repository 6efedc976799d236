import Testing

@testable import Postgres

@Suite("Bindings")
struct BindingsTests {
  @Test("Each value has its type and its bytes; NULL has none; an empty text is not NULL")
  func layout() {
    var bindings = Bindings()
    bindings.append("ab")
    bindings.append(nil as Int?)
    bindings.append("")
    bindings.append(Int16(1))
    #expect(bindings.types == [.text, .int8, .text, .int2])
    #expect(bindings.ranges == [1..<3, nil, 3..<3, 3..<5])
    #expect(bindings.bytes == [0, 0x61, 0x62, 0, 1])
    #expect(!bindings.isTooLarge)
  }

  @Test("More parameters than PostgreSQL counts are noticed before they are sent")
  func tooMany() {
    var bindings = Bindings()
    for _ in 0..<65_535 { bindings.append(true) }
    #expect(!bindings.isTooLarge)
    bindings.append(true)
    #expect(bindings.isTooLarge)
  }
}
