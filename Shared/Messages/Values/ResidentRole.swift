/// What a person is to a home.
package struct ResidentRole: Term {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }

  package static let owner = ResidentRole("owner")
  package static let jointOwner = ResidentRole("joint-owner")
  package static let tenant = ResidentRole("tenant")
  package static let family = ResidentRole("family")

  package static let names: [ResidentRole: TermName] = [
    .owner: TermName("业主", "owner"),
    .jointOwner: TermName("共有人", "joint owner"),
    .tenant: TermName("租户", "tenant"),
    .family: TermName("家属", "member of the family"),
  ]
}
