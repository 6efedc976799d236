/// A value on its way into JSON: an encoder learns an object's members in the order of the fields, and writes them in that
/// of their names.
indirect enum WrittenValue {
  case null
  case boolean(Bool)
  case integer(Int64)
  case number(Double)
  case string(String)
  case array(WrittenArray)
  case object(WrittenObject)
  /// What the encoder of a superclass is going to write.
  case deferred(MessageEncoder)

  func write(to writer: inout JSONWriter) {
    switch self {
    case .deferred(let encoder): encoder.written.write(to: &writer)
    case .null: writer.null()
    case .boolean(let flag): writer.boolean(flag)
    case .integer(let number): writer.integer(number)
    case .number(let number): writer.number(number)
    case .string(let text): writer.string(text)
    case .array(let array):
      writer.beginArray()
      for element in array.elements { element.write(to: &writer) }
      writer.endArray()
    case .object(let object):
      writer.beginObject()
      for member in object.members.sorted(by: { $0.name < $1.name }) {
        writer.name(member.name)
        member.value.write(to: &writer)
      }
      writer.endObject()
    }
  }
}

/// A class, because the containers of an encoder are values that share what they write to.
final class WrittenObject {
  var members: [(name: String, value: WrittenValue)] = []
}

final class WrittenArray {
  var elements: [WrittenValue] = []
}
