import DurableMessaging
import Foundation
import TestSupport
import Testing

@Suite struct PartitionSharesTests {
  private static let queues = (1...4).map { "dispatch.intake.events.\($0)-of-4" }
  private let me = UUID()
  private let other = UUID()
  private let start = ContinuousClock.now

  private func shares(_ queues: [String] = Self.queues) -> PartitionShares {
    PartitionShares(queues: queues, instance: self.me, patience: .seconds(10))
  }

  @Test("Nobody has a share before somebody is known to be at work, nor of a queue that is not shared out")
  func withoutMembers() {
    var shares = self.shares()
    #expect(shares.owner(of: Self.queues[0]) == nil)
    let stepsBack = shares.stepsBack(from: Self.queues[0], at: self.start)
    #expect(!stepsBack)
    shares.attend([self.other])
    #expect(shares.owner(of: Self.queues[0]) == self.other)
    #expect(shares.owner(of: "dispatch.callback.events") == nil)
  }

  @Test("Every queue has one owner, and no two shares differ by more than one, whatever the numbers are")
  func evenShares() {
    var random = SeededGenerator()
    for _ in 0..<200 {
      let queues = (0..<Int.random(in: 1...64, using: &random)).map { "queue-\($0)" }
      let members = (0..<Int.random(in: 1...9, using: &random)).map { _ in UUID() }
      var shares = self.shares(queues)
      shares.attend(members)
      let counts = Dictionary(grouping: queues, by: { shares.owner(of: $0) }).mapValues(\.count)
      #expect(counts[nil] == nil, "\(random)")
      let sizes = members.map { counts[$0] ?? 0 }
      #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1, "\(random)")
    }
  }

  @Test("An instance keeps its own queues, and steps back from another's once, until that one had time to come")
  func steppingBack() {
    var shares = self.shares()
    shares.attend([self.me, self.other])
    func asked(_ queue: Int, after time: Duration) -> Bool {
      shares.stepsBack(from: Self.queues[queue], at: self.start + time)
    }
    let answers = [
      asked(0, after: .zero), asked(1, after: .zero), asked(1, after: .milliseconds(9_999)),
      asked(3, after: .milliseconds(9_999)), asked(1, after: .seconds(10)),
    ]
    #expect(answers == [false, true, false, true, true])
  }

  @Test("When somebody comes or goes, nothing is remembered of whom the instance has stepped back for")
  func changeOfMembers() {
    var shares = self.shares()
    shares.attend([self.me, self.other])
    _ = shares.stepsBack(from: Self.queues[1], at: self.start)
    shares.attend([self.me, UUID()])
    let again = shares.stepsBack(from: Self.queues[1], at: self.start)
    #expect(again)
    shares.attend([self.me])
    let alone = shares.stepsBack(from: Self.queues[1], at: self.start + .seconds(60))
    #expect(!alone)
  }
}
