import Messages

/// The places of the recorded complaints, each of which stands for a project.
enum Borough: String, CaseIterable {
  case bronx = "BRONX"
  case brooklyn = "BROOKLYN"
  case manhattan = "MANHATTAN"
  case queens = "QUEENS"
  case statenIsland = "STATEN ISLAND"

  var project: ProjectCode {
    let code =
      switch self {
      case .bronx: "BX"
      case .brooklyn: "BK"
      case .manhattan: "MN"
      case .queens: "QN"
      case .statenIsland: "SI"
      }
    guard let project = ProjectCode(code) else { preconditionFailure("Each of these is a project code.") }
    return project
  }

  var projectName: String {
    switch self {
    case .bronx: "布朗克斯苑 Bronx Court"
    case .brooklyn: "布鲁克林苑 Brooklyn Court"
    case .manhattan: "曼哈顿苑 Manhattan Court"
    case .queens: "皇后苑 Queens Court"
    case .statenIsland: "史泰登岛苑 Staten Island Court"
    }
  }

  /// In commission letters.
  var worksNumber: Int {
    switch self {
    case .bronx: 1
    case .brooklyn: 2
    case .manhattan: 3
    case .queens: 4
    case .statenIsland: 5
    }
  }
}
