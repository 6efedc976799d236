/// What a sender calls something: what makes two of his messages the same, whatever their identifiers are.
package struct SenderReference: Sendable, Hashable {
  package let source: ExactText
  /// The sender's own number.
  package let reference: ExactText

  package init(source: String, reference: String) {
    self.source = ExactText(source)
    self.reference = ExactText(reference)
  }
}
