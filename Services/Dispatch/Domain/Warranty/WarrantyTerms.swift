package import Messages

/// Why a period is owed; where several are, the longest applies.
package struct WarrantyBasis: Term {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }

  package static let law = WarrantyBasis("law")
  package static let contract = WarrantyBasis("contract")
  package static let promise = WarrantyBasis("promise")

  package static let names: [WarrantyBasis: TermName] = [
    .law: TermName("法定", "by law"),
    .contract: TermName("合同约定", "by contract"),
    .promise: TermName("公司承诺", "promised by the company"),
  ]
}

/// Who owes the warranty: the builder to the developer, the developer to the owner.
package struct WarrantyDebtor: Term {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }

  package static let builder = WarrantyDebtor("builder")
  package static let developer = WarrantyDebtor("developer")

  package static let names: [WarrantyDebtor: TermName] = [
    .builder: TermName("施工单位", "builder"),
    .developer: TermName("开发商", "developer"),
  ]
}

/// The day from which a period runs.
package struct WarrantyStart: Term {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }

  package static let completion = WarrantyStart("completion")
  package static let delivery = WarrantyStart("delivery")

  package static let names: [WarrantyStart: TermName] = [
    .completion: TermName("竣工验收合格之日", "completion acceptance"),
    .delivery: TermName("房屋交付之日", "delivery of the unit"),
  ]
}

/// Why a case cannot be judged by its dates. Nothing is ever guessed.
package struct WarrantyObstacle: Term {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }

  package static let completionDateMissing = WarrantyObstacle("completion-date-missing")
  package static let deliveryDateMissing = WarrantyObstacle("delivery-date-missing")
  package static let datesContradict = WarrantyObstacle("dates-contradict")
  package static let noPeriod = WarrantyObstacle("no-period")

  package static let names: [WarrantyObstacle: TermName] = [
    .completionDateMissing: TermName("缺少竣工验收合格日期", "the date of completion acceptance is missing"),
    .deliveryDateMissing: TermName("缺少房屋交付日期", "the date of delivery is missing"),
    .datesContradict: TermName("交付日期早于竣工验收合格日期", "delivered before completion acceptance (R-271)"),
    .noPeriod: TermName("未约定保修期限", "no period is laid down or agreed for this part"),
  ]
}

extension Judgement {
  /// Who repairs what is judged so: the original builder in his warranty, a commissioned contractor where
  /// the developer pays, and the management office once nobody but the owner does.
  package var repairParty: RepairParty {
    switch self {
    case .builder: .builder
    case .developerGap, .developerGoodwill: .contractor
    default: .propertyOffice
    }
  }
}
