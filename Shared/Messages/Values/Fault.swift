/// One thing that is wrong with an input, in words its sender can act on.
///
/// A refusal names all of its faults at once. Neither field holds a value of the input, so a fault may be logged, stored
/// and shown.
package struct Fault: Codable, Sendable, Hashable {
  /// Where: `unit.project`, `accessTimes[2]`; empty for the message as a whole.
  package let path: String
  /// What, for programs: one of `Code`.
  package let code: Code
  /// What, for people.
  package let message: String

  package init(_ path: String, _ code: Code, _ message: String) {
    self.path = path
    self.code = code
    self.message = message
  }

  package struct Code: Term {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    package static let notJSON = Code("not-json")
    package static let notUTF8 = Code("not-utf8")
    package static let tooLarge = Code("too-large")
    package static let contentType = Code("content-type")
    package static let envelope = Code("envelope")
    package static let unknownType = Code("unknown-type")
    package static let missing = Code("missing")
    package static let wrongType = Code("wrong-type")
    package static let invalid = Code("invalid")
    package static let unknownValue = Code("unknown-value")
    package static let tooLong = Code("too-long")
    package static let empty = Code("empty")
    package static let controlCharacter = Code("control-character")
    package static let inTheFuture = Code("in-the-future")
    package static let unknownProject = Code("unknown-project")
    package static let conflict = Code("conflict")
    package static let senderMissing = Code("sender-missing")
    package static let senderForeign = Code("sender-foreign")
    package static let notFound = Code("not-found")
    package static let notTheHolder = Code("not-the-holder")
    package static let notEntitled = Code("not-entitled")
    package static let wrongState = Code("wrong-state")
    package static let notSupported = Code("not-supported")

    package static let names: [Code: TermName] = [
      .notJSON: TermName("不是 JSON", "not JSON"),
      .notUTF8: TermName("不是 UTF-8", "not UTF-8"),
      .tooLarge: TermName("过大", "too large"),
      .contentType: TermName("内容类型不对", "wrong content type"),
      .envelope: TermName("信封有误", "broken envelope"),
      .unknownType: TermName("未知消息类型", "unknown message type"),
      .missing: TermName("缺少", "missing"),
      .wrongType: TermName("类型不对", "wrong type"),
      .invalid: TermName("无效", "invalid"),
      .unknownValue: TermName("未知值", "unknown value"),
      .tooLong: TermName("过长", "too long"),
      .empty: TermName("为空", "empty"),
      .controlCharacter: TermName("含控制字符", "control character"),
      .inTheFuture: TermName("时间在将来", "in the future"),
      .unknownProject: TermName("未知项目", "unknown project"),
      .conflict: TermName("与已登记内容冲突", "conflict with what is registered"),
      .senderMissing: TermName("缺少发送方", "sender missing"),
      .senderForeign: TermName("发送方不符", "sender not entitled"),
      .notFound: TermName("未找到", "not found"),
      .notTheHolder: TermName("并非承接方", "not the holder"),
      .notEntitled: TermName("无此权限", "not entitled"),
      .wrongState: TermName("状态不允许", "wrong state"),
      .notSupported: TermName("暂不支持", "not supported"),
    ]
  }
}

/// An input was understood and refused.
package struct Rejected: Error, Sendable, Equatable {
  /// Everything that is wrong; never empty.
  package let faults: [Fault]

  package init(_ faults: [Fault]) {
    self.faults = faults
  }

  package init(_ path: String, _ code: Fault.Code, _ message: String) {
    self.faults = [Fault(path, code, message)]
  }
}
