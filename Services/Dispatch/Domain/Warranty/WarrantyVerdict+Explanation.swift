package import Messages
import WorkCalendar

extension WarrantyVerdict {
  /// How the verdict came about, a sentence a line: what was asked, each clock, what follows.
  package var explanation: TermName {
    let chinese = [
      "\(self.subject.chinese)，报修日\(self.reportedOn)。",
      self.builder?.chinese(of: .builder) ?? "施工单位保修：\(self.silence(of: .builder).chinese)。",
      self.owner?.chinese(of: .developer) ?? "开发商保修：\(self.silence(of: .developer).chinese)。",
      self.conclusion.chinese,
    ]
    let english = [
      "\(self.subject.english), reported on \(self.reportedOn).",
      self.builder?.english(of: .builder) ?? "Builder's warranty: \(self.silence(of: .builder).english).",
      self.owner?.english(of: .developer) ?? "Developer's warranty: \(self.silence(of: .developer).english).",
      self.conclusion.english,
    ]
    return TermName(chinese.joined(separator: "\n"), english.joined(separator: "\n"))
  }

  private var subject: TermName {
    guard let subpart else { return self.part.name }
    return TermName(
      "\(self.part.name.chinese)（\(subpart.name.chinese)）", "\(self.part.name.english), \(subpart.name.english)")
  }

  private func silence(of debtor: WarrantyDebtor) -> TermName {
    let missing: WarrantyObstacle = debtor == .builder ? .completionDateMissing : .deliveryDateMissing
    return self.obstacles.contains(missing) ? missing.name : TermName("无适用条款", "no clause applies")
  }

  private var conclusion: TermName {
    switch self.judgement {
    case .builder:
      TermName("结论：在施工单位保修期内，由原施工单位维修或承担费用（R-090）。", "In the builder's warranty: he repairs, or pays (R-090).")
    case .developerGap:
      TermName(
        "结论：施工单位保修期已满，开发商保修期未满，由开发商承担费用（R-098）。",
        "After the builder's warranty, within the developer's: the developer pays (R-098).")
    case .some:
      TermName(
        "结论：已过保修期，由开发商解释，或经客户服务部经理同意善意承担（R-091）。",
        "Out of warranty: the developer explains, or undertakes it as goodwill with the consent of the CS manager (R-091)."
      )
    case nil:
      TermName(
        "结论：无法判定，\(self.obstacles.map(\.name.chinese).joined(separator: "、"))。",
        "Cannot be judged: \(self.obstacles.map(\.name.english).joined(separator: "; ")).")
    }
  }
}

extension WarrantyClock {
  fileprivate func chinese(of debtor: WarrantyDebtor) -> String {
    let left = self.covers ? "剩\(self.daysLeft)日" : "已过\(-self.daysLeft)日"
    let extended = self.isExtended ? "，延至施工单位保修期满" : ""
    return
      "\(debtor.name.chinese)保修：自\(self.start.name.chinese)\(self.startedOn)起\(self.length.name.chinese)\(extended)，"
      + "至\(self.lastDay)止，\(left)（\(self.source.chinese)，\(self.rule)）。"
  }

  fileprivate func english(of debtor: WarrantyDebtor) -> String {
    let left = self.covers ? "\(self.daysLeft) days left" : "over for \(-self.daysLeft) days"
    let extended = self.isExtended ? ", extended to the end of the builder's" : ""
    return "\(debtor == .builder ? "Builder's" : "Developer's") warranty: \(self.length.name.english) from "
      + "\(self.start.name.english) on \(self.startedOn)\(extended), until \(self.lastDay), \(left) "
      + "(\(self.source.english), \(self.rule))."
  }
}

extension WarrantyLength {
  package var name: TermName {
    switch self {
    case .months(let months) where months.isMultiple(of: 12):
      TermName("\(months / 12)年", months == 12 ? "1 year" : "\(months / 12) years")
    case .months(let months): TermName("\(months)个月", months == 1 ? "1 month" : "\(months) months")
    case .heatingSeasons(let count):
      TermName("\(count)个采暖期", count == 1 ? "1 heating season" : "\(count) heating seasons")
    case .coolingSeasons(let count):
      TermName("\(count)个供冷期", count == 1 ? "1 cooling season" : "\(count) cooling seasons")
    case .designLife: TermName("设计文件规定的合理使用年限", "the reasonable service life of the design")
    }
  }
}
