import DurableMessaging
import Messages
import Presentation

/// The quarantine for people, Chinese and English.
enum QuarantineText {
  static func list(_ listed: [QuarantineDesk.Listed]) -> String {
    var table = TextTable([
      ("ID", .leading), ("收到 RECEIVED", .leading), ("发送方 SENDER", .leading), ("类型 TYPE", .leading),
      ("原因 REASON", .leading), ("次数 SENT", .trailing), ("字节 BYTES", .trailing), ("对象 SUBJECT", .leading),
    ])
    for message in listed {
      let entry = message.entry
      table.add([
        "\(message.id)", LocalTime.second(entry.receivedAt), self.safe(entry.origin.user ?? "–"),
        self.safe(entry.origin.type ?? "(\(entry.origin.routingKey))"), self.reason(entry), "\(entry.repeats + 1)",
        "\(entry.bytes)", self.safe(entry.subject),
      ])
    }
    return table.text + "\n\n\(listed.count) messages. Times are those of Shanghai."
  }

  /// That nothing was found, and where it was looked for.
  /// - Parameters:
  ///   - count: the messages that are there and were not asked for.
  ///   - services: to which the question was limited; none is no limit.
  static func nothing(of count: Int, code: String?, services: [String]) -> String {
    let place = services.isEmpty ? "" : " of \(services.joined(separator: ", "))"
    guard let code else { return "隔离区为空 The quarantine\(place) is empty." }
    let others = count == 0 ? "nothing else either" : "\(count) for other reasons"
    return "没有此原因的消息 Nothing is in the quarantine\(place) for the reason \(self.safe(code)); \(others)."
  }

  static func deadLetters(_ count: DeadLetters.Count) -> String {
    """
    死信 dead letters: \(count.messages) in the broker's queue \(count.queue).
    Each has killed the service, or its link, twenty times. Look at them in the broker's management; mend the service, then \
    move them back to the queue that their header x-first-death-queue names.
    """
  }

  static func message(_ id: MessageID, _ message: QuarantineDesk.Message) -> String {
    let entry = message.entry
    var facts = TextTable([("\(id)", .leading), (MessageState.text(entry.state), .leading)])
    let rows: [(String, String?)] = [
      ("收到 received", LocalTime.second(entry.receivedAt)), ("队列 queue", entry.queue),
      ("发送方 sender (broker user)", entry.origin.user ?? "none named"), ("来源 source", entry.origin.source),
      ("类型 type", entry.origin.type),
      ("路由 exchange, routing key", "\(entry.origin.exchange), \(entry.origin.routingKey)"),
      ("对象 subject", entry.subject), ("键 key", entry.messageID), ("次数 sent", "\(entry.repeats + 1)"),
      ("尝试 attempts", "\(entry.attempts)"), ("字节 bytes stored", "\(entry.bytes)"),
    ]
    for (name, value) in rows { if let value { facts.add([name, self.safe(value)]) } }

    var faults = TextTable([("原因 REASON", .leading), ("位置 WHERE", .leading), ("说明 WHAT", .leading)])
    for fault in entry.faults {
      faults.add([self.name(fault.code), fault.path.isEmpty ? "–" : self.safe(fault.path), self.safe(fault.message)])
    }

    var properties = TextTable([("属性 PROPERTY", .leading), ("值 VALUE", .leading)])
    for (name, value) in message.properties.sorted(by: { $0.key < $1.key }) {
      properties.add([self.safe(name), self.safe(value)])
    }

    var body = TextTable([("内容 BODY: \(message.body.form), \(message.body.bytes) bytes", .leading), ("", .leading)])
    for field in message.body.fields { body.add([self.safe(field.path), self.safe(field.value)]) }

    var notes = TextTable([
      ("时间 WHEN", .leading), ("操作 ACTION", .leading), ("人员 WHO", .leading), ("原因 WHY", .leading),
      ("当时 WAS", .leading),
    ])
    for note in message.notes {
      notes.add([
        LocalTime.second(note.notedAt), note.action, self.safe(note.person), self.safe(note.reason ?? "–"),
        note.lastError ?? "–",
      ])
    }
    let parts = [
      facts.text, entry.faults.isEmpty ? nil : faults.text, message.properties.isEmpty ? nil : properties.text,
      body.text, message.notes.isEmpty ? nil : notes.text,
    ]
    return parts.compactMap { $0 }.joined(separator: "\n\n")
  }

  static func reason(_ entry: QuarantineDesk.Entry) -> String {
    let code = entry.lastError ?? entry.faults.first?.code.rawValue ?? "–"
    let more = entry.faults.count > 1 ? " +\(entry.faults.count - 1)" : ""
    return self.name(Fault.Code(code)) + more
  }

  private static func name(_ code: Fault.Code) -> String {
    code.isKnown ? "\(code.rawValue) \(code.name.chinese)" : code.rawValue
  }

  /// On one line, and without what would steer a terminal: senders write whatever they like.
  static func safe(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.prefix(200).map { scalar in
          switch scalar.properties.generalCategory {
          case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: "\u{FFFD}"
          default: scalar
          }
        }))
  }
}
