import Foundation
import TestSupport
import Testing

/// The documents that services give of themselves, as they lie in deploy/openapi (tests of each service hold them to it).
@Suite struct OpenAPINotesTests {
  @Test("Every property of every request and answer is explained, and no explanation is left over")
  func everyPropertyIsExplained() throws {
    var (explained, unexplained): (Set<String>, Set<String>) = ([], [])
    let files = try SourceTree.files(under: ["deploy/openapi"])
    #expect(files.count == 5)
    for file in files {
      let document = try JSONSerialization.jsonObject(with: Data(file.lines.joined(separator: "\n").utf8))
      for (name, schema) in Self.properties(in: document) {
        let note = (schema as? [String: Any])?["description"] as? String ?? ""
        if note.isEmpty { unexplained.insert("\(file.path): \(name)") } else { explained.insert(name) }
      }
    }
    #expect(unexplained.isEmpty, "\(unexplained.sorted().joined(separator: "\n"))")
    let source = try SourceTree.swiftFiles(under: ["Shared/ServiceRuntime/OpenAPI"])
      .first { $0.path.hasSuffix("PropertyNotes.swift") }
    let noted = try #require(source).lines.compactMap { $0.prefixMatch(of: #/ +"(\w+)": "/#).map { String($0.1) } }
    #expect(noted.count > 200)
    #expect(Set(noted).subtracting(explained).isEmpty)
  }

  private static func properties(in node: Any) -> [(name: String, schema: Any)] {
    if let list = node as? [Any] { return list.flatMap(Self.properties) }
    guard let object = node as? [String: Any] else { return [] }
    let own = (object["properties"] as? [String: Any])?.map { (name: $0.key, schema: $0.value) } ?? []
    return own + object.values.flatMap(Self.properties)
  }
}
