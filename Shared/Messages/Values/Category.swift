/// What the complaint is about, in six classes.
package struct Category: Term {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }

  package static let salesService = Category("sales-service")
  package static let engineeringQuality = Category("engineering-quality")
  package static let planningDesign = Category("planning-design")
  package static let propertyService = Category("property-service")
  package static let customerService = Category("customer-service")
  package static let other = Category("other")

  package static let names: [Category: TermName] = [
    .salesService: TermName("销售服务", "sales service"),
    .engineeringQuality: TermName("工程质量", "engineering quality"),
    .planningDesign: TermName("规划设计", "planning and design"),
    .propertyService: TermName("物业服务", "property service"),
    .customerService: TermName("客户服务", "customer service"),
    .other: TermName("其他", "other"),
  ]
}
