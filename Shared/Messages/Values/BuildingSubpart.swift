/// What of a building part is defective, where its period or its trade differs from the part's.
package struct BuildingSubpart: Term {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }

  package static let roof = BuildingSubpart("roof")
  package static let wetRoom = BuildingSubpart("wet-room")
  package static let outerWall = BuildingSubpart("outer-wall")
  package static let basement = BuildingSubpart("basement")
  package static let insulation = BuildingSubpart("insulation")
  package static let heatingSystem = BuildingSubpart("heating-system")
  package static let coolingSystem = BuildingSubpart("cooling-system")
  package static let sanitaryWare = BuildingSubpart("sanitary-ware")
  package static let blockedPipe = BuildingSubpart("blocked-pipe")
  package static let lampsSwitches = BuildingSubpart("lamps-switches")
  package static let plaster = BuildingSubpart("plaster")
  package static let floor = BuildingSubpart("floor")
  package static let tiles = BuildingSubpart("tiles")
  package static let fittedFurniture = BuildingSubpart("fitted-furniture")
  package static let ironmongery = BuildingSubpart("ironmongery")

  package static let names: [BuildingSubpart: TermName] = [
    .roof: TermName("屋面", "roof"),
    .wetRoom: TermName("卫生间等有防水要求的房间", "bathroom or other wet room"),
    .outerWall: TermName("外墙面", "outer wall"),
    .basement: TermName("地下室", "basement"),
    .insulation: TermName("保温", "insulation"),
    .heatingSystem: TermName("供热系统", "heating system"),
    .coolingSystem: TermName("供冷系统", "cooling system"),
    .sanitaryWare: TermName("卫生洁具", "sanitary ware"),
    .blockedPipe: TermName("管道堵塞", "blocked pipe"),
    .lampsSwitches: TermName("灯具、电器开关", "lamps and switches"),
    .plaster: TermName("墙面、顶棚抹灰", "plaster of walls and ceilings"),
    .floor: TermName("地面", "floor"),
    .tiles: TermName("饰面砖", "tiles"),
    .fittedFurniture: TermName("固定家具", "fitted furniture"),
    .ironmongery: TermName("五金件", "ironmongery"),
  ]

  /// The part that it belongs to; nil for a word that this version does not know.
  package var part: BuildingPart? {
    switch self {
    case .roof, .wetRoom, .outerWall, .basement, .insulation: .waterproofing
    case .heatingSystem, .coolingSystem: .heating
    case .sanitaryWare, .blockedPipe: .plumbing
    case .lampsSwitches: .electricLines
    case .plaster, .floor, .tiles, .fittedFurniture: .decoration
    case .ironmongery: .doorsWindows
    default: nil
    }
  }
}
