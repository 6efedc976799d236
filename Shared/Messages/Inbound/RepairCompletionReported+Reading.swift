extension RepairCompletionReported: InboundMessage {
  /// Whether the sender holds the order is for contractors to say.
  package static func read(_ fields: inout ObjectReader) -> Self? {
    let reference = fields.required("reference", Self.referenceRule)
    let commission = fields.required("commission", .identifier(CommissionNumber.self))
    let completedAt = fields.required("completedAt", .time)
    let report = fields.optional("report", .longText(upTo: 2000))
    guard let reference, let commission, let completedAt else { return nil }
    return RepairCompletionReported(
      reference: reference, commission: commission, completedAt: completedAt, report: report)
  }
}
