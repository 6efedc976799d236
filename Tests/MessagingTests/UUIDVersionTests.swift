import FoundationEssentials
import Messaging
import TestSupport
import Testing

struct UUIDVersionTests {
  // RFC 9562 appendix A.4.
  @Test func version5FollowsTheVectorOfRFC9562() throws {
    let namespace = try #require(UUID(uuidString: "6ba7b810-9dad-11d1-80b4-00c04fd430c8"))
    let uuid = UUID.version5(namespace: namespace, name: Array("www.example.com".utf8))
    #expect(uuid.uuidString == "2ED6657D-E927-568B-95E1-2665A8AEA6A2")
  }

  // Expected values from Python's uuid.uuid5, at the lengths where the padding of SHA-1 changes.
  @Test(arguments: [
    (0, "4EBD0208-8328-5D69-8C44-EC50939C0967"),
    (38, "FA465DC7-82D5-5C3B-A5BB-9B8F3132A2B7"),
    (39, "5824F981-4282-59D4-9716-ACB6D741350E"),
    (40, "39F39C20-DB47-5131-8879-62F8F67F9014"),
    (47, "660C273C-8A00-5941-B6F4-8D0AFED88966"),
    (48, "7280CC42-274A-5C4A-91FC-AE23F853EEB7"),
    (49, "69349718-028B-5FF0-A00F-C024DED6E6EE"),
    (1000, "062A6B1A-DDC3-5FCC-B238-790846E533D6"),
  ])
  func version5AgreesWithPythonAtEveryPadding(length: Int, expected: String) throws {
    let namespace = try #require(UUID(uuidString: "6ba7b810-9dad-11d1-80b4-00c04fd430c8"))
    let name = [UInt8](repeating: UInt8(ascii: "a"), count: length)
    #expect(UUID.version5(namespace: namespace, name: name).uuidString == expected)
  }

  // RFC 9562 appendix A.6: 2022-02-22T14:22:22.00-05:00.
  @Test func version7BeginsWithTheMilliseconds() {
    var random = SeededGenerator(seed: 1)
    let uuid = UUID.version7(at: Date(timeIntervalSince1970: 1_645_557_742), random: &random)
    #expect(uuid.uuidString.hasPrefix("017F22E2-79B0-7000-"))
    #expect((uuid.uuid.8) >> 6 == 0b10)
  }

  @Test func version7SortsByTimeDownToTheMicrosecond() {
    var random = SeededGenerator()
    let times = (0..<1_000).map { Date(timeIntervalSince1970: 1_672_709_400 + Double($0) / 1_000_000) }
    let uuids = times.map { UUID.version7(at: $0, random: &random).uuidString }
    #expect(uuids == uuids.sorted(), "\(random)")
    #expect(Set(uuids).count == uuids.count)
  }

  @Test func version7TakesTimesBeforeItsEpoch() {
    var random = SeededGenerator(seed: 1)
    let uuid = UUID.version7(at: Date(timeIntervalSince1970: -1), random: &random)
    #expect(uuid.uuidString.hasPrefix("00000000-0000-7000-"))
  }
}
