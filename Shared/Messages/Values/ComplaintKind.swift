/// What the customer wants.
package struct ComplaintKind: Term {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }

  package static let complaint = ComplaintKind("complaint")
  package static let suggestion = ComplaintKind("suggestion")
  package static let claim = ComplaintKind("claim")
  package static let repairApplication = ComplaintKind("repair-application")
  package static let enquiry = ComplaintKind("enquiry")
  package static let compliment = ComplaintKind("compliment")
  package static let staffMisconduct = ComplaintKind("staff-misconduct")

  package static let names: [ComplaintKind: TermName] = [
    .complaint: TermName("投诉", "complaint"),
    .suggestion: TermName("建议、申请", "suggestion or application"),
    .claim: TermName("索赔", "claim"),
    .repairApplication: TermName("工程维修申请", "repair application"),
    .enquiry: TermName("咨询", "enquiry"),
    .compliment: TermName("表扬", "compliment"),
    .staffMisconduct: TermName("员工违规举报", "staff-misconduct report"),
  ]
}
