import Foundation
import Testing

@testable import Policy

@Suite struct PolicyRegisterTests {
  private func profile(_ name: String, _ version: Int, replyDays: Int) throws -> PolicyProfile {
    PolicyProfile(
      name: name, version: version, limits: [.reply: try Limit(replyDays, .workingDays)],
      commissionNumberPrefix: "COBZS", satisfiedFromScore: 4)
  }

  @Test("R-011: a timer finds the version that it started with, new timers the newest")
  func oldVersionsStay() throws {
    let register = try PolicyRegister([
      self.profile("cohl", 1, replyDays: 2), self.profile("cohl", 3, replyDays: 1),
      self.profile("cohl", 2, replyDays: 4),
      self.profile("vanke", 9, replyDays: 1),
    ])
    let started = PolicyReference(profile: "cohl", version: 1)
    #expect(try register.profile(started).limit(.reply).amount == 2)
    #expect(try register.newest("cohl").version == 3)
    #expect(try register.newest("vanke").reference == PolicyReference(profile: "vanke", version: 9))
  }

  @Test("R-011: an unknown profile and an unknown version are told apart")
  func unknownReferences() {
    let register = PolicyRegister.standard
    let profile = #expect(throws: PolicyError.self) {
      try register.profile(PolicyReference(profile: "none", version: 1))
    }
    #expect(profile?.code == .unknownProfile)
    let version = #expect(throws: PolicyError.self) {
      try register.profile(PolicyReference(profile: "cohl", version: 99))
    }
    #expect(version?.code == .unknownVersion)
    let newest = #expect(throws: PolicyError.self) { try register.newest("none") }
    #expect(newest?.code == .unknownProfile)
  }

  @Test func twoProfilesOfOneReferenceAreRefused() {
    let error = #expect(throws: PolicyError.self) {
      try PolicyRegister([self.profile("cohl", 1, replyDays: 2), self.profile("cohl", 1, replyDays: 3)])
    }
    #expect(error?.code == .duplicateProfile)
  }

  @Test func theStandardRegisterHoldsCohl() throws {
    #expect(try PolicyRegister.standard.newest("cohl") == .cohl)
    #expect(try PolicyRegister.standard.profile(PolicyProfile.cohl.reference) == .cohl)
  }

  @Test("R-011: a reference is stored and found again")
  func referencesAreStored() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let json = try encoder.encode(PolicyProfile.cohl.reference)
    #expect(String(decoding: json, as: UTF8.self) == #"{"profile":"cohl","version":1}"#)
    #expect(try JSONDecoder().decode(PolicyReference.self, from: json) == PolicyProfile.cohl.reference)
    #expect(PolicyProfile.cohl.reference.description == "cohl/1")
  }
}
