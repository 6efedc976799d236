import Messages

/// What somebody fills in at a service, at once.
struct Form: Sendable {
  let service: Service
  let path: String
  let body: String
  /// What it refers to may not be known there yet: another service is still to be told.
  var attempts = 0

  static func reply(_ complaint: String) -> Form {
    Form(service: .dispatch, path: "/cases/\(complaint)/reply", body: #"{"plan":"明日上门查看。","by":"li.na"}"#)
  }

  static func handled(_ complaint: String) -> Form {
    Form(
      service: .dispatch, path: "/cases/\(complaint)/handled",
      body: #"{"result":"已处理完毕。","reason":"当场处理","accepted":true,"by":"li.na"}"#)
  }

  static func survey(_ complaint: String) -> Form {
    Form(
      service: .contractors, path: "/repair-orders/\(complaint)-R1/survey",
      body: #"{"judgement":"\#(Judgement.developerGap.rawValue)","finding":"情况属实。","by":"li.na"}"#)
  }

  static func acceptance(_ order: String) -> Form {
    Form(service: .contractors, path: "/repair-orders/\(order)/acceptance", body: #"{"accepted":true,"by":"sun.lei"}"#)
  }

  static func signature(_ order: String) -> Form {
    Form(service: .contractors, path: "/repair-orders/\(order)/signature", body: #"{"signed":true,"opinion":"同意"}"#)
  }

  static func answer(_ callback: String) -> Form {
    Form(
      service: .callback, path: "/callbacks/\(callback)/answer",
      body: #"{"quality":5,"speed":4,"staff":5,"by":"zhou.min"}"#)
  }
}
