/// Who is told that a limit has passed.
package struct EscalationLevel: Term {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }

  package static let unitHead = EscalationLevel("unit-head")
  package static let customerServiceManager = EscalationLevel("customer-service-manager")
  package static let leaderInCharge = EscalationLevel("leader-in-charge")

  package static let names: [EscalationLevel: TermName] = [
    .unitHead: TermName("部门负责人", "head of the unit"),
    .customerServiceManager: TermName("客户服务部经理", "customer service manager"),
    .leaderInCharge: TermName("分管领导", "leader in charge"),
  ]
}
