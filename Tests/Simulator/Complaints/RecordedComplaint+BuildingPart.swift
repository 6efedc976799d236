import Messages

extension RecordedComplaint {
  /// The table of `deploy/data/README.md`.
  var buildingPart: BuildingPart {
    switch self.majorCategory {
    case "HEAT/HOT WATER": .heating
    case "WATER LEAK": self.minorCategory == "HEAVY FLOW" ? .plumbing : .waterproofing
    case "PLUMBING": ["RADIATOR", "STEAM PIPE/RISER"].contains(self.minorCategory) ? .heating : .plumbing
    case "ELECTRIC": .electricLines
    case "PAINT/PLASTER", "FLOORING/STAIRS": .decoration
    case "DOOR/WINDOW": .doorsWindows
    case "APPLIANCE", "ELEVATOR": .equipment
    case "UNSANITARY CONDITION": self.minorCategory == "MOLD" ? .waterproofing : .propertyService
    case "SAFETY": self.safetyPart
    case "GENERAL": self.generalPart
    case "OUTSIDE BUILDING": self.problemCode == "LEAKING" ? .waterproofing : .mainStructure
    default: .other
    }
  }

  private var safetyPart: BuildingPart {
    switch self.minorCategory {
    case "SMOKE DETECTOR", "CARBON MONOXIDE DETECTOR", "SPRINKLER": .equipment
    case "WINDOW GUARD BROKEN/MISSING": .doorsWindows
    default: .other
    }
  }

  private var generalPart: BuildingPart {
    switch self.minorCategory {
    case "BELL/BUZZER/INTERCOM", "VENTILATION SYSTEM": .equipment
    case "CABINET": .decoration
    case "JANITOR/SUPER": .propertyService
    default: .other
    }
  }
}
