import Messages
import Testing

/// A sender's own words as keys.
@Suite struct ExactTextTests {
  private let oneCharacter = "Ren\u{E9}-1"
  private let twoCharacters = "Rene\u{301}-1"

  @Test func textsThatOnlyLookTheSameAreTwoKeys() {
    #expect(self.oneCharacter == self.twoCharacters)
    #expect(ExactText(self.oneCharacter) != ExactText(self.twoCharacters))
    #expect(
      Set([ExactText(self.oneCharacter), ExactText(self.twoCharacters), ExactText(self.oneCharacter)]).count == 2)
  }

  @Test func aReferenceBelongsToItsSource() {
    let references = [("/pms", "1"), ("/pms1", ""), ("/pms", self.oneCharacter), ("/pms", self.twoCharacters)]
    #expect(Set(references.map { SenderReference(source: $0.0, reference: $0.1) }).count == references.count)
    #expect(SenderReference(source: "/pms", reference: "1") == SenderReference(source: "/pms", reference: "1"))
  }
}
