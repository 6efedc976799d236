/// Who answers for a defect.
package struct Judgement: Term {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }

  package static let builder = Judgement("builder")
  package static let developerGap = Judgement("developer-gap")
  package static let developerGoodwill = Judgement("developer-goodwill")
  package static let explainOnly = Judgement("explain-only")
  package static let owner = Judgement("owner")

  package static let names: [Judgement: TermName] = [
    .builder: TermName("原施工单位", "original builder"),
    .developerGap: TermName("开发商（保修差期）", "developer, between the two warranty clocks"),
    .developerGoodwill: TermName("开发商（善意承担）", "developer, as goodwill"),
    .explainOnly: TermName("解释", "explained, not undertaken"),
    .owner: TermName("业主", "owner"),
  ]
}
