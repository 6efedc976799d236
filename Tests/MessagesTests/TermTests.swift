import Foundation
import Messages
import Testing

struct TermTests {
  /// Each list of words with the words that the code names, so that none is without its names.
  @Test func everyWordHasBothNamesAndIsSpelledAfterTheRule() {
    Self.check(BuildingPart.self, 10)
    Self.check(CallbackKind.self, 2)
    Self.check(CaseDeadline.self, 27)
    Self.check(Category.self, 6)
    Self.check(Channel.self, 10)
    Self.check(CloseOutcome.self, 6)
    Self.check(ComplaintKind.self, 7)
    Self.check(ReadKind.self, 8)
    Self.check(ReadReason.self, 7)
    Self.check(EscalationLevel.self, 3)
    Self.check(BuildingSubpart.self, 15)
    Self.check(LongerPeriod.Basis.self, 2)
    Self.check(RegradeReason.self, 13)
    Self.check(ResidentRole.self, 4)
    Self.check(ReceiptLimit.self, 3)
    Self.check(Fault.Code.self, 23)
    Self.check(Grade.self, 4)
    Self.check(Judgement.self, 5)
    Self.check(Post.self, 20)
    Self.check(RepairParty.self, 3)
    Self.check(ResponsibleUnit.self, 6)
    Self.check(ReworkCause.self, 4)
    Self.check(Step.self, 23)
    Self.check(SuggestionOutcome.self, 3)
    Self.check(Trade.self, 8)
  }

  @Test func aWordOfANewerWriterIsKept() throws {
    let grade = try MessageCoding.decoder().decode(Grade.self, from: Data(#""tremendous""#.utf8))
    #expect(!grade.isKnown)
    #expect(grade.name == TermName("tremendous", "tremendous"))
    #expect(try JSONEncoder().encode(grade) == Data(#""tremendous""#.utf8))
  }

  private static func check<T: Term>(_ type: T.Type, _ count: Int) {
    #expect(T.names.count == count, "\(T.self)")
    #expect(Set(T.names.values.map(\.chinese)).count == count, "\(T.self): two words with the same Chinese name")
    for term in T.known {
      #expect(term.rawValue.wholeMatch(of: /[a-z]+[a-z0-9]*(-[a-z0-9]+)*/) != nil, "\(T.self) \(term.rawValue)")
      #expect(!term.name.chinese.isEmpty && !term.name.english.isEmpty, "\(T.self) \(term.rawValue)")
    }
  }
}
