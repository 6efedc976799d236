/// A small reader of Prometheus' text format 0.0.4, written from its definition and not from our writer.
struct Exposition: Equatable {
  struct Fault: Error {
    let line: String
  }

  struct Sample: Equatable {
    let name: String
    let labels: [String: String]
    let value: Double
  }

  private(set) var types: [String: String] = [:]
  private(set) var help: [String: String] = [:]
  private(set) var samples: [Sample] = []

  init(_ text: String) throws {
    guard text.isEmpty || text.hasSuffix("\n") else { throw Fault(line: "no line feed at the end") }
    for line in text.split(separator: "\n") {
      if line.hasPrefix("# HELP ") {
        let parts = line.dropFirst(7).split(separator: " ", maxSplits: 1)
        self.help[String(parts[0])] = Self.unescaped(String(parts[1]))
      } else if line.hasPrefix("# TYPE ") {
        let parts = line.dropFirst(7).split(separator: " ")
        guard self.types.updateValue(String(parts[1]), forKey: String(parts[0])) == nil else {
          throw Fault(line: String(line))
        }
      } else {
        self.samples.append(try Self.sample(line))
      }
    }
  }

  /// The value of the only sample with this name and these labels.
  func value(_ name: String, _ labels: [String: String] = [:]) -> Double? {
    let found = self.samples.filter { $0.name == name && $0.labels == labels }
    return found.count == 1 ? found[0].value : nil
  }

  private static func sample(_ line: Substring) throws -> Sample {
    var rest = line
    let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == ":") }
    rest = rest.dropFirst(name.count)
    var labels: [String: String] = [:]
    if rest.first == "{" {
      rest = rest.dropFirst()
      while rest.first != "}" {
        let label = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        rest = rest.dropFirst(label.count)
        guard !label.isEmpty, rest.hasPrefix("=\"") else { throw Fault(line: String(line)) }
        rest = rest.dropFirst(2)
        var raw = ""
        while let character = rest.first, character != "\"" {
          let length = character == "\\" ? 2 : 1
          raw += rest.prefix(length)
          rest = rest.dropFirst(length)
        }
        rest = rest.dropFirst()
        guard labels.updateValue(Self.unescaped(raw), forKey: String(label)) == nil else {
          throw Fault(line: String(line))
        }
        if rest.first == "," { rest = rest.dropFirst() }
      }
      rest = rest.dropFirst()
    }
    guard !name.isEmpty, rest.first == " ", let value = Self.number(rest.dropFirst()) else {
      throw Fault(line: String(line))
    }
    return Sample(name: String(name), labels: labels, value: value)
  }

  private static func number(_ text: Substring) -> Double? {
    switch text {
    case "+Inf": .infinity
    case "-Inf": -.infinity
    case "NaN": .nan
    default: Double(text)
    }
  }

  private static func unescaped(_ text: String) -> String {
    var result = ""
    var isEscaped = false
    for character in text {
      if isEscaped {
        result.append(character == "n" ? "\n" : character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else {
        result.append(character)
      }
    }
    return result
  }
}
