/// What somebody has looked at.
package struct ReadKind: Term {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }

  /// A customer's telephone, in full.
  package static let contact = ReadKind("contact")
  /// What a customer has said, where it happened, when he is at home.
  package static let complaint = ReadKind("complaint")
  /// A complaint that somebody else is still taking down.
  package static let draft = ReadKind("draft")
  /// A file of evidence as it came, with the place and time of its taking.
  package static let originalEvidence = ReadKind("original-evidence")
  /// A document or a recording, which has no cleaner copy: a scanned letter, a telephone call.
  package static let evidence = ReadKind("evidence")
  /// Who lives in a home.
  package static let home = ReadKind("home")
  /// A prospective customer's telephone, in full.
  package static let prospect = ReadKind("prospect")
  /// its looks are shown to those alone whom no report is hidden from.
  package static let misconductReport = ReadKind("misconduct-report")

  package static let names: [ReadKind: TermName] = [
    .contact: TermName("联系方式", "contact"),
    .complaint: TermName("投诉内容", "complaint"),
    .draft: TermName("投诉草稿", "draft"),
    .originalEvidence: TermName("证据原件", "original evidence"),
    .evidence: TermName("文件与录音证据", "document or recording"),
    .home: TermName("房屋住户", "residents of a home"),
    .prospect: TermName("潜在客户", "prospective customer"),
    .misconductReport: TermName("员工违规举报", "report of misconduct"),
  ]
}
