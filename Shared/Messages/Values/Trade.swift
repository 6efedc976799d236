/// What a repair contractor can do.
package struct Trade: Term {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }

  package static let structure = Trade("structure")
  package static let waterproofing = Trade("waterproofing")
  package static let heating = Trade("heating")
  package static let plumbing = Trade("plumbing")
  package static let electrical = Trade("electrical")
  package static let equipment = Trade("equipment")
  package static let decoration = Trade("decoration")
  package static let carpentry = Trade("carpentry")

  package static let names: [Trade: TermName] = [
    .structure: TermName("结构", "structure"),
    .waterproofing: TermName("防水", "waterproofing"),
    .heating: TermName("暖通", "heating"),
    .plumbing: TermName("水工", "plumbing"),
    .electrical: TermName("电工", "electrical"),
    .equipment: TermName("设备", "equipment"),
    .decoration: TermName("装修", "decoration"),
    .carpentry: TermName("门窗木作", "carpentry"),
  ]
}
