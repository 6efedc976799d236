/// The part of the building that is defective; the warranty table knows the same parts.
package struct BuildingPart: Term {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }

  package static let mainStructure = BuildingPart("main-structure")
  package static let waterproofing = BuildingPart("waterproofing")
  package static let heating = BuildingPart("heating")
  package static let plumbing = BuildingPart("plumbing")
  package static let electricLines = BuildingPart("electric-lines")
  package static let equipment = BuildingPart("equipment")
  package static let decoration = BuildingPart("decoration")
  package static let doorsWindows = BuildingPart("doors-windows")
  package static let propertyService = BuildingPart("property-service")
  package static let other = BuildingPart("other")

  package static let names: [BuildingPart: TermName] = [
    .mainStructure: TermName("地基基础和主体结构", "foundation and main structure"),
    .waterproofing: TermName("防水、防渗漏", "waterproofing"),
    .heating: TermName("供热与供冷系统", "heating and cooling"),
    .plumbing: TermName("给排水管道", "water supply and drainage"),
    .electricLines: TermName("电气管线", "electric lines"),
    .equipment: TermName("设备安装", "equipment"),
    .decoration: TermName("装修", "decoration"),
    .doorsWindows: TermName("门窗", "doors and windows"),
    .propertyService: TermName("物业服务", "property service"),
    .other: TermName("其他", "other"),
  ]
}
