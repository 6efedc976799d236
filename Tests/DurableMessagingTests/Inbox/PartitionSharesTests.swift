import DurableMessaging
import Foundation
import TestSupport
import Testing

@Suite struct PartitionSharesTests {
  private static let queues = (1...4).map { "dispatch.intake.events.\($0)-of-4" }

  @Test("Nobody has a share before somebody is known to be at work, nor of a queue that is not shared out")
  func withoutMembers() {
    #expect(PartitionShares(queues: Self.queues, members: []).owner(of: Self.queues[0]) == nil)
    #expect(PartitionShares(queues: Self.queues, members: [UUID()]).owner(of: "dispatch.callback.events") == nil)
  }

  @Test("Every queue has one owner, and no two shares differ by more than one, whatever the numbers are")
  func evenShares() {
    var random = SeededGenerator()
    for _ in 0..<200 {
      let queues = (0..<Int.random(in: 1...64, using: &random)).map { "queue-\($0)" }
      let members = (0..<Int.random(in: 1...9, using: &random)).map { _ in UUID() }
      let shares = PartitionShares(queues: queues, members: members)
      let counts = Dictionary(grouping: queues, by: { shares.owner(of: $0) }).mapValues(\.count)
      #expect(counts[nil] == nil, "\(random)")
      let sizes = members.map { counts[$0] ?? 0 }
      #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1, "\(random)")
    }
  }
}
