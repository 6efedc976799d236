/// A post of the handbook in whose name somebody acts (S70, R-323). What each may do stands with the operations of the
/// services; a person may hold several.
package struct Post: Term {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }

  /// Whoever works for the company, with no other post: may record a complaint.
  package static let employee = Post("employee")
  package static let callCentreAgent = Post("call-centre-agent")
  package static let customerServiceRepresentative = Post("customer-service-representative")
  package static let customerServiceProjectLead = Post("customer-service-project-lead")
  package static let customerServiceManager = Post("customer-service-manager")
  package static let repairSupervisor = Post("repair-supervisor")
  package static let informationSupervisor = Post("information-supervisor")
  package static let dataAnalyst = Post("data-analyst")
  /// Heads a responsible unit: returns, answers, finds a complaint invalid.
  package static let unitHead = Post("unit-head")
  /// Works in a responsible unit: surveys, answers, reports the work done.
  package static let engineer = Post("engineer")
  package static let leaderInCharge = Post("leader-in-charge")
  package static let generalManager = Post("general-manager")
  package static let lawyer = Post("lawyer")
  package static let contractsOfficer = Post("contracts-officer")
  package static let salesRepresentative = Post("sales-representative")
  package static let propertyOffice = Post("property-office")
  /// A repair contractor's people: outside the company.
  package static let contractor = Post("contractor")
  /// Recounts and looks at records of what was done, but not at what customers said.
  package static let auditor = Post("auditor")
  /// Keeps projects, rules and the service itself.
  package static let administrator = Post("administrator")
  /// A program of the company: property management, sales.
  package static let system = Post("system")

  package static let names: [Post: TermName] = [
    .employee: TermName("员工", "employee"),
    .callCentreAgent: TermName("呼叫中心坐席", "call-centre agent"),
    .customerServiceRepresentative: TermName("客户服务代表", "customer-service representative"),
    .customerServiceProjectLead: TermName("客户服务部项目负责人", "customer-service project lead"),
    .customerServiceManager: TermName("客户服务部经理", "customer-service manager"),
    .repairSupervisor: TermName("客户服务维修主管", "repair supervisor"),
    .informationSupervisor: TermName("咨询信息主管", "information supervisor"),
    .dataAnalyst: TermName("数据分析员", "data analyst"),
    .unitHead: TermName("责任部门负责人", "head of the responsible unit"),
    .engineer: TermName("相关工程师", "engineer"),
    .leaderInCharge: TermName("主管领导", "leader in charge"),
    .generalManager: TermName("总经理", "general manager"),
    .lawyer: TermName("律师", "lawyer"),
    .contractsOfficer: TermName("合约部经办人", "contracts officer"),
    .salesRepresentative: TermName("销售代表", "sales representative"),
    .propertyOffice: TermName("物业管理处", "property office"),
    .contractor: TermName("维修商", "repair contractor"),
    .auditor: TermName("审计员", "auditor"),
    .administrator: TermName("系统管理员", "administrator"),
    .system: TermName("业务系统", "system"),
  ]
}
