/// A warranty period that was agreed or promised for a part; it counts where it is longer than the law's.
package struct LongerPeriod: Codable, Sendable, Hashable {
  package struct Basis: Term {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    package static let contract = Basis("contract")
    package static let promise = Basis("promise")

    package static let names: [Basis: TermName] = [
      .contract: TermName("合同约定", "contract"),
      .promise: TermName("公司承诺", "promise of the company"),
    ]
  }

  package let buildingPart: BuildingPart
  /// Nil for the whole part.
  package let subpart: BuildingSubpart?
  /// From delivery, 1 to 1,200.
  package let months: Int
  package let basis: Basis

  package init(buildingPart: BuildingPart, subpart: BuildingSubpart? = nil, months: Int, basis: Basis) {
    self.buildingPart = buildingPart
    self.subpart = subpart
    self.months = months
    self.basis = basis
  }
}
