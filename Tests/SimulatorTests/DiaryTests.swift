import Foundation
import Messages
import Messaging
import Testing

@testable import Simulator

@Suite("Diary")
struct DiaryTests {
  private static let now = Date()

  private func deed(_ subject: String, in seconds: Double) -> Deed {
    Deed(
      kind: .reply, subject: subject, dueAt: Self.now.addingTimeInterval(seconds),
      means: .request(.post(.dispatch, "/", [:])))
  }

  @Test("a worker who waits gets an earlier deed that is added meanwhile")
  func earlierDeedWakes() async throws {
    let diary = Diary(clock: SystemClock(), until: .distantFuture, workers: 1)
    await diary.add([self.deed("far away", in: 100_000)])
    async let next = diary.next()
    await diary.add([self.deed("now", in: -1)])
    #expect(await next?.subject == "now")
  }

  @Test("what is due after the end is never handed out; closing sends the workers home")
  func nothingAfterTheEnd() async throws {
    let diary = Diary(clock: SystemClock(), until: Self.now.addingTimeInterval(-10), workers: 1)
    await diary.add([self.deed("too late", in: -5), self.deed("in time", in: -20)])
    #expect(await diary.next()?.subject == "in time")
    #expect(await !diary.isEmpty, "the only worker is busy")
    async let next = diary.next()
    while await !diary.isEmpty { await Task.yield() }
    await diary.close()
    #expect(await next == nil)
    #expect(await diary.next() == nil)
  }
}
