/// Who does the work.
package struct RepairParty: Term {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }

  package static let builder = RepairParty("builder")
  package static let contractor = RepairParty("contractor")
  package static let propertyOffice = RepairParty("property-office")

  package static let names: [RepairParty: TermName] = [
    .builder: TermName("原施工单位", "original builder"),
    .contractor: TermName("委托维修商", "commissioned contractor"),
    .propertyOffice: TermName("物业管理处（客户服务部提供技术支持）", "management office, with technical support by customer service"),
  ]
}
