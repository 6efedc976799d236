package import FoundationEssentials
package import Messages

/// What an action has changed: the fields whose value is another afterwards, with both values.
///
/// Never a customer's name, telephone, address or words: the audit is read by others than the register, and nothing of it
/// can be taken back.
package struct AuditChange: Sendable {
  private var before = JSONWriter(reserving: 96)
  private var after = JSONWriter(reserving: 96)
  private var hasBefore = false
  private var hasAfter = false

  package init() {
    self.before.beginObject()
    self.after.beginObject()
  }

  /// What was noted as JSON objects; nil where no field had a value.
  var json: (before: [UInt8]?, after: [UInt8]?) {
    var (before, after) = (self.before, self.after)
    before.endObject()
    after.endObject()
    return (self.hasBefore ? before.bytes : nil, self.hasAfter ? after.bytes : nil)
  }

  /// Notes a field if it has changed. Nil is a field without a value.
  package mutating func note(_ field: String, from before: String?, to after: String?) {
    guard before != after else { return }
    if let before { self.write(before: field) { $0.string(before) } }
    if let after { self.write(after: field) { $0.string(after) } }
  }

  package mutating func note(_ field: String, from before: (some Term)?, to after: (some Term)?) {
    self.note(field, from: before?.rawValue, to: after?.rawValue)
  }

  package mutating func note(_ field: String, from before: Int?, to after: Int?) {
    guard before != after else { return }
    if let before { self.write(before: field) { $0.integer(before) } }
    if let after { self.write(after: field) { $0.integer(after) } }
  }

  package mutating func note(_ field: String, from before: Bool?, to after: Bool?) {
    guard before != after else { return }
    if let before { self.write(before: field) { $0.boolean(before) } }
    if let after { self.write(after: field) { $0.boolean(after) } }
  }

  package mutating func note(_ field: String, from before: Date?, to after: Date?) {
    guard before != after else { return }
    self.note(field, from: before.map(RFC3339.string(from:)), to: after.map(RFC3339.string(from:)))
  }

  private mutating func write(before field: String, _ value: (inout JSONWriter) -> Void) {
    self.hasBefore = true
    self.before.name(field)
    value(&self.before)
  }

  private mutating func write(after field: String, _ value: (inout JSONWriter) -> Void) {
    self.hasAfter = true
    self.after.name(field)
    value(&self.after)
  }
}
