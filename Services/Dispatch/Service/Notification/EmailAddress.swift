/// Where an e-mail goes: one address, plain enough to stand in a command and a header without quoting.
package struct EmailAddress: Sendable, Hashable {
  package let text: String

  /// - Returns: nil for anything but `name@host` in visible ASCII without quotes, brackets, commas and spaces.
  package init?(_ text: String) {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    let special = Array(#"<>()[]\,;:""#.utf8)
    guard parts.count == 2, (1...64).contains(parts[0].utf8.count), (1...189).contains(parts[1].utf8.count),
      text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !special.contains($0) })
    else { return nil }
    self.text = text
  }
}
