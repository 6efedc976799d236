/// A table for people: columns as wide as their widest cell on a terminal, where a Chinese character takes two places.
package struct TextTable: Sendable {
  package enum Alignment: Sendable {
    case leading, trailing
  }

  private let columns: [(title: String, alignment: Alignment)]
  private var rows: [[String]] = []

  package init(_ columns: [(title: String, alignment: Alignment)]) {
    self.columns = columns
  }

  /// - Parameter cells: as many as there are columns; missing ones are empty.
  package mutating func add(_ cells: [String]) {
    self.rows.append(cells)
  }

  package var text: String {
    let lines = [self.columns.map(\.title)] + self.rows
    let widths = self.columns.indices.map { column in
      lines.map { $0.indices.contains(column) ? Self.width($0[column]) : 0 }.max() ?? 0
    }
    return lines.map { line in
      var text = self.columns.indices.map { column in
        let cell = line.indices.contains(column) ? line[column] : ""
        let padding = String(repeating: " ", count: widths[column] - Self.width(cell))
        return self.columns[column].alignment == .leading ? cell + padding : padding + cell
      }
      .joined(separator: "  ")
      while text.last == " " { text.removeLast() }
      return text
    }
    .joined(separator: "\n")
  }

  /// Places on a terminal: wide and full-width characters of Unicode's East Asian Width take two, combining marks none.
  package static func width(_ text: String) -> Int {
    text.reduce(0) { width, character in
      guard let scalar = character.unicodeScalars.first else { return width }
      return width + (Self.wide.contains { $0.contains(scalar.value) } ? 2 : 1)
    }
  }

  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
    0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF,
    0x20000...0x3FFFD,
  ]
}
