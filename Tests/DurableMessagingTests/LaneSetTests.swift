import Testing

@testable import DurableMessaging

@Suite("LaneSet")
struct LaneSetTests {
  @Test("A subject's lane is the same in every release: FNV-1a, modulo 8")
  func lanesAreFixed() {
    // 64-bit FNV-1a of "" is cbf29ce484222325, of "a" af63dc4c8601ec8c, of "foobar" 85944171f73967e8.
    #expect(LaneSet.lane(of: "") == 5)
    #expect(LaneSet.lane(of: "a") == 4)
    #expect(LaneSet.lane(of: "foobar") == 0)
  }

  @Test("A thousand complaints spread over all lanes")
  func lanesSpread() {
    let lanes = Dictionary(grouping: 0..<1_000) { LaneSet.lane(of: "YX-2023-\(100_000 + $0)") }
    #expect(lanes.count == LaneSet.count)
    #expect(lanes.values.allSatisfy { $0.count > 60 })
  }

  @Test("A set knows its lanes")
  func membership() {
    let lanes: LaneSet = [LaneSet(lane: 0), LaneSet(lane: 7)]
    #expect((0..<8).filter { lanes.contains(lane: $0) } == [0, 7])
    #expect((0..<8).allSatisfy { LaneSet.all.contains(lane: $0) })
  }
}
