/// The department that owes the customer the answer.
package struct ResponsibleUnit: Term {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }

  package static let projectDepartment = ResponsibleUnit("project-department")
  /// The customer-service office that the project department opens on the site before owners move in.
  package static let projectOffice = ResponsibleUnit("project-office")
  package static let customerService = ResponsibleUnit("customer-service")
  package static let propertyOffice = ResponsibleUnit("property-office")
  package static let salesDepartment = ResponsibleUnit("sales-department")
  package static let designDepartment = ResponsibleUnit("design-department")

  package static let names: [ResponsibleUnit: TermName] = [
    .projectDepartment: TermName("项目部", "project department"),
    .projectOffice: TermName("项目客户服务办公室", "project's customer-service office"),
    .customerService: TermName("客户服务部", "customer service department"),
    .propertyOffice: TermName("物业管理处", "property management office"),
    .salesDepartment: TermName("销售部", "sales department"),
    .designDepartment: TermName("设计管理部", "design management department"),
  ]
}
