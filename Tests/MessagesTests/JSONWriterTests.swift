import Foundation
import TestSupport
import Testing

@testable import Messages

@Suite("JSONWriter")
struct JSONWriterTests {
  @Test("Members, elements and words are separated by commas, and nothing else is between them")
  func structure() {
    var writer = JSONWriter()
    writer.beginObject()
    writer.name("a")
    writer.beginArray()
    writer.integer(-1)
    writer.boolean(true)
    writer.null()
    writer.beginObject()
    writer.endObject()
    writer.number(0.5)
    writer.number(3)
    writer.endArray()
    writer.name("b")
    writer.string("c")
    writer.endObject()
    #expect(String(decoding: writer.bytes, as: UTF8.self) == #"{"a":[-1,true,null,{},0.5,3],"b":"c"}"#)
  }

  @Test("Any text comes back as it was, from our reader and from Foundation's")
  func texts() throws {
    var generator = SeededGenerator()
    let scalars = (0...0x2FF).compactMap { Unicode.Scalar($0) } + ["漏", "😀", "\u{2028}", "\\", "\"", "/"]
    for _ in 0..<500 {
      var text = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0...40, using: &generator) {
        if let scalar = scalars.randomElement(using: &generator) { text.append(scalar) }
      }
      var writer = JSONWriter()
      writer.beginArray()
      writer.string(String(text))
      writer.endArray()
      #expect(try JSONValue(writer.bytes) == .array([.string(String(text))]))
      #expect(try JSONDecoder().decode([String].self, from: Data(writer.bytes)) == [String(text)])
    }
  }
}
