import FoundationEssentials
import WorkCalendar

/// The one case that all samples of the contract are about.
enum Sample {
  static let project = ProjectCode("CLX").orTrap
  static let complaint = ComplaintNumber(project: project, year: 2023, serial: 1)
  static let order = RepairOrderNumber(complaint: complaint, serial: 1)
  static let commission = CommissionNumber(prefix: "COBZS", worksNumber: 1, serial: 1)
  static let contractor = ContractorCode("WX-01").orTrap
  static let callback = CallbackNumber(complaint: complaint, kind: .closing, round: 1)
  static let unit = UnitAddress(project: project, building: "3", unit: "1201", location: "卫生间吊顶")
  static let home = unitWithoutLocation.home
  static let unitWithoutLocation = UnitAddress(project: project, building: "3", unit: "1201", location: nil)
  static let scores = Scores(quality: 5, speed: 4, staff: 5).orTrap
  static let time = Date(timeIntervalSince1970: 1_672_709_400)
  static let completionDay = day("2020-11-30")
  static let officeDay = day("2020-12-01")
  static let deliveryDay = day("2020-12-20")
  static let withdrawalDay = day("2022-06-30")
  static let later = Date(timeIntervalSince1970: 1_672_848_000)

  private static func day(_ text: String) -> CalendarDay { (try? CalendarDay(text)).orTrap }
}

extension Optional {
  fileprivate var orTrap: Wrapped {
    guard let self else { preconditionFailure("A sample of the contract is spelled wrongly.") }
    return self
  }
}
