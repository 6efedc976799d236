/// A request that its sender may send several times and wants done once.
package struct RequestKey: Sendable, Hashable {
  /// Whose request it is: others may use the same key for something else.
  package let caller: String
  /// What he calls the request.
  package let key: String
  /// The same for the same request only: a digest of all that it says.
  package let fingerprint: [UInt8]

  package init(caller: String, key: String, fingerprint: [UInt8]) {
    self.caller = caller
    self.key = key
    self.fingerprint = fingerprint
  }
}

/// What was answered to a request, kept to be answered again.
package struct KeptAnswer: Sendable, Hashable {
  package let status: Int
  /// In their order.
  package let headers: [Header]
  package let body: [UInt8]

  package struct Header: Sendable, Hashable {
    package let name: String
    package let value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  package init(status: Int, headers: [Header], body: [UInt8]) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}
