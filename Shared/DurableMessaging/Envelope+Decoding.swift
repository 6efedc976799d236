package import Messages
package import Messaging

extension Envelope {
  /// The event's data as a message of the contract.
  /// - Throws: `.rejected` naming the field; a sibling service wrote it, so no retry will mend it.
  package func decode<M: Message>(_ type: M.Type = M.self) throws(HandlingFailure) -> M {
    do {
      return try MessageCoding.decode(M.self, from: try self.json())
    } catch let error as DecodingError {
      throw .rejected(Rejected(error.path, .invalid, "The data is no \(M.type)."))
    } catch {
      throw .rejected(Rejected("", .invalid, "The data is no \(M.type)."))
    }
  }
}

extension DecodingError {
  fileprivate var path: String {
    let context: Context? =
      switch self {
      case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context): context
      case .dataCorrupted(let context): context
      @unknown default: nil
      }
    return context?.codingPath.map(\.stringValue).joined(separator: ".") ?? ""
  }
}
