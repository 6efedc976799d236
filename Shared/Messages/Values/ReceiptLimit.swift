/// The limits of receiving a complaint.
package struct ReceiptLimit: Term {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }

  package static let acknowledgement = ReceiptLimit("acknowledgement")
  package static let filing = ReceiptLimit("filing")
  package static let transfer = ReceiptLimit("transfer")

  package static let names: [ReceiptLimit: TermName] = [
    .acknowledgement: TermName("告知来信人已收到", "telling the sender of a letter that it has arrived"),
    .filing: TermName("自行处理后报客户服务部备案", "filing one's own case with customer service"),
    .transfer: TermName("转交客户服务部", "passing it to customer service"),
  ]
}
