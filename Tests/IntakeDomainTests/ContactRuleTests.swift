import Foundation
import IntakeDomain
import Messages
import Testing

@Suite struct ContactRuleTests {
  private let now = Date(timeIntervalSince1970: 1_672_708_320)

  @Test("R-330: the worker of an open case sees the telephone; who decides, counts or recounts does not")
  func open() {
    for post in [Post.customerServiceRepresentative, .engineer, .unitHead, .propertyOffice, .callCentreAgent] {
      #expect(ContactRule.admits([post], closedAt: nil, now: self.now), "\(post)")
    }
    for post in [
      Post.employee, .contractor, .auditor, .dataAnalyst, .leaderInCharge, .generalManager, .lawyer, .system,
    ] {
      #expect(!ContactRule.admits([post], closedAt: nil, now: self.now), "\(post)")
    }
    #expect(!ContactRule.admits([], closedAt: nil, now: self.now))
    #expect(ContactRule.admits([.auditor, .engineer], closedAt: nil, now: self.now))
  }

  @Test("R-330, R-332, R-188: after the closing only who calls back, and no longer than 30 days")
  func closed() {
    let lastMoment = self.now.addingTimeInterval(-30 * 24 * 3600)
    #expect(ContactRule.admits([.callCentreAgent], closedAt: lastMoment, now: self.now))
    #expect(!ContactRule.admits([.callCentreAgent], closedAt: lastMoment.addingTimeInterval(-0.001), now: self.now))
    #expect(ContactRule.admits([.propertyOffice], closedAt: self.now, now: self.now))
    #expect(!ContactRule.admits([.engineer], closedAt: self.now, now: self.now))
  }
}
