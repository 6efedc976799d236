/// Reads the fields of a JSON object from outside and collects everything that is wrong with them.
///
/// Fields nobody asks for are ignored, so a sender may be newer than we are. The same code that reads a message also
/// describes it (``describe(_:)``): the contract that integrators get cannot say anything else than what is checked.
package struct ObjectReader {
  private enum Mode {
    case reading(JSONObject)
    case describing
  }

  private let mode: Mode
  private let path: String
  package private(set) var faults: [Fault] = []
  private var fields: [FieldDescription] = []

  private init(_ mode: Mode, path: String) {
    self.mode = mode
    self.path = path
  }

  /// Reads one object.
  ///
  /// - Parameters:
  ///   - path: where the object stands; empty for the whole body.
  ///   - make: asks for every field first and only then looks which are there, so that all faults are found.
  /// - Throws: ``Rejected`` with all faults.
  package static func read<Value>(
    _ json: JSONValue, at path: String = "", _ make: (inout ObjectReader) -> Value?
  ) throws(Rejected) -> Value {
    guard case .object(let object) = json else {
      throw Rejected(path, .wrongType, "Must be an object, is \(json.kind).")
    }
    var reader = ObjectReader(.reading(object), path: path)
    let value = make(&reader)
    guard let value, reader.faults.isEmpty else { throw Rejected(reader.faults) }
    return value
  }

  /// The fields that `make` asks for, in its order.
  package static func describe<Value>(_ make: (inout ObjectReader) -> Value?) -> [FieldDescription] {
    var reader = ObjectReader(.describing, path: "")
    _ = make(&reader)
    return reader.fields
  }

  /// A field that must be there; nil after a fault.
  package mutating func required<Value>(_ name: String, _ rule: FieldRule<Value>) -> Value? {
    self.field(name, rule, isRequired: true)
  }

  /// A field that may be left out (but not be `null`); nil also after a fault.
  package mutating func optional<Value>(_ name: String, _ rule: FieldRule<Value>) -> Value? {
    self.field(name, rule, isRequired: false)
  }

  /// Notes a fault that is not about one field's own rule.
  package mutating func note(_ name: String, _ code: Fault.Code, _ message: String) {
    self.faults.append(Fault(self.path(of: name), code, message))
  }

  private mutating func field<Value>(_ name: String, _ rule: FieldRule<Value>, isRequired: Bool) -> Value? {
    guard case .reading(let object) = self.mode else {
      self.fields.append(FieldDescription(name: name, isRequired: isRequired, schema: rule.schema()))
      return nil
    }
    let members = object.members(named: name)
    guard let member = members.first else {
      if isRequired { self.note(name, .missing, "The field is missing.") }
      return nil
    }
    guard members.count == 1 else {
      self.note(name, .invalid, "The field is given \(members.count) times.")
      return nil
    }
    return rule.read(member.value, self.path(of: name), &self.faults)
  }

  private func path(of name: String) -> String {
    self.path.isEmpty ? name : "\(self.path).\(name)"
  }
}
