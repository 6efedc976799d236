import Messages

/// What must hold in a running system, counted over the five services.
struct Invariant: Term {
  let rawValue: String

  /// Every accepted complaint stands in the register once, whatever its sender sent how often.
  static let registeredOnce = Invariant("registered-once")
  /// Every complaint is in reporting, once.
  static let reportedOnce = Invariant("reported-once")
  /// Every complaint has its case in dispatch, and nothing has a case, an order or a callback that intake does not know.
  static let caseExists = Invariant("case-exists")
  /// Every open case waits for something that will come: a limit that runs or was missed, an order, a callback.
  static let nextStep = Invariant("next-step")
  /// No case is closed without a callback in which the customer was satisfied, and no order outlives its case.
  static let closedProperly = Invariant("closed-properly")
  /// Complaint numbers have no gap and no repeat within project and year.
  static let complaintNumbers = Invariant("complaint-numbers")
  /// Commission numbers have no gap and no repeat within the project.
  static let commissionNumbers = Invariant("commission-numbers")
  /// Letters and contact sheets have no gap and no repeat within form, project and year.
  static let formNumbers = Invariant("form-numbers")
  /// In reporting, each service's events about a subject count 1, 2, 3 and came in that order.
  static let eventOrder = Invariant("event-order")
  /// Reporting has every event that the services have published about a case.
  static let eventsComplete = Invariant("events-complete")
  /// What a service has to say leaves its outbox.
  static let outbox = Invariant("outbox")
  /// Messages that wait in an inbox have their turn.
  static let inbox = Invariant("inbox")
  /// Nothing lies in quarantine.
  static let quarantine = Invariant("quarantine")
  /// Nothing lies among the broker's dead letters. Looked at only where a broker's address is given.
  static let deadLetters = Invariant("dead-letters")
  /// Deadlines that pass can be fired.
  static let deadlines = Invariant("deadlines")

  /// What was done stands in each service's audit as it was sealed.
  static let audit = Invariant("audit")

  static let names: [Invariant: TermName] = [
    .registeredOnce: TermName("投诉登记一次", "complaint registered once"),
    .reportedOnce: TermName("报表收录一次", "complaint reported once"),
    .caseExists: TermName("投诉均有案件", "case for every complaint"),
    .nextStep: TermName("案件有下一步", "next step of every case"),
    .closedProperly: TermName("回访满意方可关闭", "closed after a satisfied callback"),
    .complaintNumbers: TermName("投诉编号连续", "complaint numbers without gap"),
    .commissionNumbers: TermName("委托编号连续", "commission numbers without gap"),
    .formNumbers: TermName("函件编号连续", "form numbers without gap"),
    .eventOrder: TermName("事件顺序正确", "events in order"),
    .eventsComplete: TermName("事件齐全", "events complete"),
    .outbox: TermName("待发消息已发", "outbox drained"),
    .inbox: TermName("待办消息已办", "inbox moving"),
    .quarantine: TermName("隔离区为空", "quarantine empty"),
    .deadLetters: TermName("死信队列为空", "dead letters empty"),
    .deadlines: TermName("期限正常触发", "deadlines fired"),
    .audit: TermName("审计链完整", "audit as it was sealed"),
  ]

  /// In the order in which a table shows them: from the register to the machinery.
  static let all: [Invariant] = [
    .registeredOnce, .reportedOnce, .caseExists, .nextStep, .closedProperly, .complaintNumbers, .commissionNumbers,
    .formNumbers, .eventOrder, .eventsComplete, .outbox, .inbox, .quarantine, .deadLetters, .deadlines, .audit,
  ]
}
