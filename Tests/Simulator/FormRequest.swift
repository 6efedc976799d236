import Messages

/// A form that somebody fills in at a service's HTTP address.
struct FormRequest: Sendable {
  enum Method: String, Sendable {
    case put = "PUT"
    case post = "POST"
  }

  enum Field: Sendable, Encodable, ExpressibleByStringLiteral, ExpressibleByBooleanLiteral {
    case text(String)
    case texts([String])
    case number(Int)
    case flag(Bool)

    init(stringLiteral value: String) { self = .text(value) }
    init(booleanLiteral value: Bool) { self = .flag(value) }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .text(let text): try container.encode(text)
      case .texts(let texts): try container.encode(texts)
      case .number(let number): try container.encode(number)
      case .flag(let flag): try container.encode(flag)
      }
    }
  }

  let method: Method
  let service: Service
  let path: String
  let fields: [String: Field]

  static func put(_ service: Service, _ path: String, _ fields: [String: Field]) -> FormRequest {
    FormRequest(method: .put, service: service, path: path, fields: fields)
  }

  static func post(_ service: Service, _ path: String, _ fields: [String: Field]) -> FormRequest {
    FormRequest(method: .post, service: service, path: path, fields: fields)
  }
}
