/// What people call the states of a message in an inbox.
enum MessageState {
  static func text(_ state: String) -> String {
    switch state {
    case "quarantined": "隔离 quarantined"
    case "retrying": "重试 retrying"
    case "parked": "等待 parked"
    case "processed": "已处理 handled"
    case "discarded": "已放弃 discarded"
    default: state
    }
  }
}
