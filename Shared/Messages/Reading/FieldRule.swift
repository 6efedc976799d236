/// How one field from outside is checked and read.
package struct FieldRule<Value: Sendable>: Sendable {
  /// Computed when somebody asks: reading a message must not pay for its description.
  let schema: @Sendable () -> FieldSchema
  /// Gives the value, or nil after it has added at least one fault.
  let read: @Sendable (_ json: JSONValue, _ path: String, _ faults: inout [Fault]) -> Value?

  init(
    _ schema: @escaping @autoclosure @Sendable () -> FieldSchema,
    read: @escaping @Sendable (_ json: JSONValue, _ path: String, _ faults: inout [Fault]) -> Value?
  ) {
    self.schema = schema
    self.read = read
  }
}

extension FieldRule where Value == Bool {
  package static var boolean: Self {
    Self(.boolean) { json, path, faults in
      if case .boolean(let value) = json { return value }
      faults.append(.wrongType(path, json, expected: "a boolean"))
      return nil
    }
  }
}

extension FieldRule where Value == Int {
  package static func integer(_ range: ClosedRange<Int>) -> Self {
    Self(.integer(range)) { json, path, faults in
      guard case .number = json else {
        faults.append(.wrongType(path, json, expected: "a whole number"))
        return nil
      }
      guard let number = json.integer.flatMap(Int.init(exactly:)), range.contains(number) else {
        faults.append(
          Fault(path, .invalid, "Must be a whole number from \(range.lowerBound) to \(range.upperBound)."))
        return nil
      }
      return number
    }
  }
}

extension FieldRule {
  /// A string that `parse` understands; `expected` completes the sentence "Must be …".
  static func parsed(
    _ schema: FieldSchema, expected: String, _ parse: @escaping @Sendable (String) -> Value?
  ) -> Self {
    Self(schema) { json, path, faults in
      guard case .string(let text) = json else {
        faults.append(.wrongType(path, json, expected: "a string"))
        return nil
      }
      guard let value = parse(text) else {
        faults.append(Fault(path, .invalid, "Must be \(expected)."))
        return nil
      }
      return value
    }
  }

  /// A word of this version's list; a fault names the whole list.
  package static func term(_ type: Value.Type) -> Self where Value: Term {
    Self(.term(Value.known.map(\.rawValue), names: Value.known.map(\.name))) { json, path, faults in
      guard case .string(let word) = json else {
        faults.append(.wrongType(path, json, expected: "a string"))
        return nil
      }
      let term = Value(rawValue: word)
      guard term.isKnown else {
        let words = Value.known.map(\.rawValue).joined(separator: ", ")
        faults.append(Fault(path, .unknownValue, "Must be one of: \(words)."))
        return nil
      }
      return term
    }
  }

  /// A list; each element that breaks `rule` is named as `path[index]`.
  package static func list<Element>(of rule: FieldRule<Element>, atMost limit: Int) -> Self where Value == [Element] {
    Self(.list(of: rule.schema(), atMost: limit)) { json, path, faults in
      guard case .array(let elements) = json else {
        faults.append(.wrongType(path, json, expected: "a list"))
        return nil
      }
      if elements.count > limit {
        faults.append(Fault(path, .tooLong, "Has \(elements.count) elements; \(limit) are allowed."))
      }
      // Those within the limit only: a refusal must not grow with the input.
      return elements.prefix(limit).enumerated().compactMap { rule.read($1, "\(path)[\($0)]", &faults) }
    }
  }

  /// An object; its faults are named as `path.field`.
  package static func object(_ make: @escaping @Sendable (inout ObjectReader) -> Value?) -> Self {
    Self(.object(ObjectReader.describe(make))) { json, path, faults in
      do throws(Rejected) {
        return try ObjectReader.read(json, at: path, make)
      } catch {
        faults += error.faults
        return nil
      }
    }
  }
}

extension Fault {
  static func wrongType(_ path: String, _ json: JSONValue, expected: String) -> Fault {
    Fault(path, .wrongType, "Must be \(expected), is \(json.kind).")
  }
}
