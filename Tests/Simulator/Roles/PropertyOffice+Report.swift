import Messages

/// What the record does not say is made up: who complained, from which home, in which words.
extension PropertyOffice {
  private static let surnames = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "马", "朱", "胡", "欧阳"]
  private static let rooms = ["厨房", "卫生间", "客厅", "主卧", "次卧", "阳台", "入户门厅"]
  private static let times = ["工作日晚上七点以后", "周六上午", "周日全天", "随时，请先电话"]
  private static let pleas = ["请尽快派人处理。", "已经影响正常生活。", "上次也反映过。", "家里有老人和孩子。", "麻烦先打电话再上门。"]

  func report(of recorded: RecordedComplaint) -> ComplaintReported {
    let reference = recorded.reference
    let part = recorded.buildingPart
    return ComplaintReported(
      reference: reference, receivedAt: recorded.receivedAt,
      channel: self.chance.pick([.propertyOffice, .propertyOffice, .hotline, .online, .visit], reference, "channel"),
      kind: self.chance.happens(0.3, reference, "kind") && part != .propertyService ? .repairApplication : .complaint,
      customer: Customer(
        surname: self.chance.pick(Self.surnames, reference, "surname"), telephone: self.telephone(reference)),
      unit: UnitAddress(
        project: recorded.borough.project, building: String(self.chance.number(1...60, reference, "building")),
        unit: "\(self.chance.number(1...28, reference, "floor"))0\(self.chance.number(1...4, reference, "door"))",
        location: part == .propertyService ? nil : self.chance.pick(Self.rooms, reference, "room")),
      buildingPart: part, content: self.content(of: recorded),
      accessTimes: self.chance.happens(0.3, reference, "access")
        ? [self.chance.pick(Self.times, reference, "access time")] : nil,
      gradeHint: self.gradeHint(of: recorded), categoryHint: self.categoryHint(of: recorded))
  }

  private func telephone(_ reference: String) -> String {
    "1\(self.chance.pick(["38", "59", "86", "77"], reference, "network"))"
      + String(self.chance.number(10_000_000...99_999_999, reference, "telephone"))
  }

  private func content(of recorded: RecordedComplaint) -> String {
    let record = [recorded.majorCategory, recorded.minorCategory, recorded.problemCode].joined(separator: " / ")
    return "\(recorded.buildingPart.name.chinese)问题：\(record)。"
      + self.chance.pick(Self.pleas, recorded.reference, "plea")
  }

  private func gradeHint(of recorded: RecordedComplaint) -> Grade? {
    switch recorded.type {
    case "IMMEDIATE EMERGENCY": .important
    case "EMERGENCY" where recorded.minorCategory == "ENTIRE BUILDING": .hot
    default: nil
    }
  }

  /// Where the recorder is in doubt he says "other", and customer service has to decide.
  private func categoryHint(of recorded: RecordedComplaint) -> Category? {
    switch recorded.buildingPart {
    case .propertyService, .other: nil
    default:
      self.chance.happens(0.015, recorded.reference, "doubt")
        ? .other : self.chance.happens(0.2, recorded.reference, "hint") ? .engineeringQuality : nil
    }
  }
}
