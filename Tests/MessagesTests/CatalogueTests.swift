import Messages
import Testing

struct CatalogueTests {
  @Test func typesAreUniqueAndSpelledAfterTheRule() {
    #expect(Set(Catalogue.entries.map(\.type)).count == Catalogue.entries.count)
    for entry in Catalogue.entries {
      #expect(entry.type.wholeMatch(of: /[a-z]+\.[a-z]+(-[a-z]+)*\.v[1-9]/) != nil, "\(entry.type)")
    }
  }

  @Test func nobodyReadsHisOwnMessagesAndOutsideSystemsReadNone() {
    for entry in Catalogue.entries {
      #expect(!entry.consumers.contains(entry.producer), "\(entry.type)")
      #expect(!entry.consumers.contains(.outside), "\(entry.type)")
    }
  }

  @Test func everySampleIsAboutSomething() {
    for entry in Catalogue.entries {
      let samples: [any Message] = entry.message.samples
      #expect(!samples.isEmpty && samples.allSatisfy { !$0.subject.isEmpty }, "\(entry.type)")
    }
  }

  @Test func everyMessageFromOutsideIsReadFieldByField() {
    for entry in Catalogue.entries {
      #expect((entry.producer == .outside) == (entry.message is any InboundMessage.Type), "\(entry.type)")
    }
  }

  @Test func consumptionIsGroupedByExchange() {
    #expect(
      Catalogue.consumed(by: .callback) == [
        "dispatch.events": ["case.anonymised.v1", "case.closed.v1", "case.handled.v1", "case.reopened.v1"],
        "intake.events": ["project.changed.v1"],
      ])
    #expect(
      Catalogue.consumed(by: .intake) == [
        "dispatch.events": ["case.anonymised.v1", "case.held.v1", "case.regraded.v1"],
        "inbound": [
          "complaint.reported.v1", "project.completed.v1", "project.department-withdrawn.v1", "unit.delivered.v1",
          "unit.upserted.v1",
        ],
      ])
    #expect(Catalogue.consumed(by: .outside).isEmpty)
  }
}
