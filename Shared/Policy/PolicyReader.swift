import Messages
import WorkCalendar

/// Reads the parts of a policy file and gathers what is wrong with them. Other than messages from outside, which may be
/// newer than we are, a policy must not hold anything that we do not know: a limit that is misspelt would count for nothing.
struct PolicyReader {
  let file: String
  private(set) var faults: [Fault] = []

  init(file: String) {
    self.file = file
  }

  func document(_ bytes: [UInt8]) throws(Rejected) -> JSONValue {
    do throws(Rejected) {
      return try JSONValue(bytes)
    } catch {
      throw Rejected(error.faults.map { Fault("\(self.file): \($0.path)", $0.code, $0.message) })
    }
  }

  mutating func note(_ path: String, _ code: Fault.Code, _ message: String) {
    self.faults.append(Fault(path.isEmpty ? self.file : "\(self.file): \(path)", code, message))
  }

  /// The members of an object in their order; a name that is given twice is a fault.
  mutating func members(
    _ json: JSONValue?, at path: String, isOptional: Bool = false
  ) -> [(name: String, value: JSONValue)] {
    guard let json else {
      if !isOptional { self.note(path, .missing, "The field is missing.") }
      return []
    }
    guard case .object(let object) = json else {
      self.note(path, .wrongType, "Must be an object, is \(json.kind).")
      return []
    }
    var seen: Set<String> = []
    for member in object.members where !seen.insert(member.name).inserted {
      self.note(path.isEmpty ? member.name : "\(path).\(member.name)", .invalid, "The field is given twice.")
    }
    return object.members.map { ($0.name, $0.value) }
  }

  /// The members of an object that may have these and no others.
  mutating func object(_ json: JSONValue?, at path: String, allowed: Set<String>) -> [String: JSONValue]? {
    let members = self.members(json, at: path)
    for member in members where !allowed.contains(member.name) {
      self.note(path.isEmpty ? member.name : "\(path).\(member.name)", .unknownValue, "No policy has such a field.")
    }
    guard case .object? = json else { return nil }
    return Dictionary(members.map { ($0.name, $0.value) }) { first, _ in first }
  }

  mutating func text(
    _ json: JSONValue?, at path: String, _ expected: String, _ isValid: (String) -> Bool
  ) -> String? {
    guard let json else {
      self.note(path, .missing, "The field is missing.")
      return nil
    }
    guard case .string(let text) = json, !text.isEmpty, isValid(text) else {
      self.note(path, .invalid, "Must be \(expected).")
      return nil
    }
    return text
  }

  mutating func integer(_ json: JSONValue?, at path: String, _ range: ClosedRange<Int>) -> Int? {
    guard let json else {
      self.note(path, .missing, "The field is missing.")
      return nil
    }
    guard let number = json.integer.flatMap(Int.init(exactly:)), range.contains(number) else {
      self.note(path, .invalid, "Must be a whole number from \(range.lowerBound) to \(range.upperBound).")
      return nil
    }
    return number
  }

  mutating func day(_ json: JSONValue?, at path: String) -> CalendarDay? {
    let text = self.text(json, at: path, "a day as 2026-01-31") { (try? CalendarDay($0)) != nil }
    return text.flatMap { try? CalendarDay($0) }
  }
}
