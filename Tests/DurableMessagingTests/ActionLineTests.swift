import NIOConcurrencyHelpers
import TestSupport
import Testing

@testable import DurableMessaging

/// How actions that come together go together.
@Suite struct ActionLineTests {
  private struct Refused: Error, Equatable {
    let item: Int
  }

  /// Does nothing until it is let go; notes what went together.
  private final class Work: Sendable {
    let groups = NIOLockedValueBox<[[Int]]>([])
    private let isOpen = NIOLockedValueBox(false)

    func open() { self.isOpen.withLockedValue { $0 = true } }

    func run(_ items: [Int]) async -> [Result<Int, any Error>] {
      self.groups.withLockedValue { $0.append(items) }
      try? await eventually("the work is let go") { self.isOpen.withLockedValue { $0 } }
      return items.map { $0.isMultiple(of: 7) ? .failure(Refused(item: $0)) : .success($0 * 10) }
    }
  }

  @Test(
    "One that finds nobody goes alone; those that come meanwhile go together, at most so many, each with its answer")
  func together() async throws {
    let line = ActionLine<Int, Int>(mostTogether: 5)
    let work = Work()
    try await withThrowingTaskGroup(of: (Int, Result<Int, any Error>).self) { group in
      for item in 1...13 {
        group.addTask {
          do {
            return (item, .success(try await line.perform(item) { await work.run($0) }))
          } catch {
            return (item, .failure(error))
          }
        }
        try await eventually("\(item) is at work or waits") {
          work.groups.withLockedValue { $0.joined().count } + line.waiting == item
        }
      }
      work.open()
      for try await (item, answer) in group {
        if item == 7 {
          #expect(throws: Refused(item: 7)) { try answer.get() }
        } else {
          #expect(try answer.get() == item * 10)
        }
      }
    }
    #expect(work.groups.withLockedValue { $0 } == [[1], [2, 3, 4, 5, 6], [7, 8, 9, 10, 11], [12, 13]])
    #expect(try await line.perform(20) { await work.run($0) } == 200, "the line is free again")
  }

  @Test("Whoever leads and is cancelled still does the others' work")
  func cancelledLeader() async throws {
    let line = ActionLine<Int, Int>(mostTogether: 5)
    let work = Work()
    let perform: @Sendable (Int) -> Task<Int, any Error> = { item in
      Task { try await line.perform(item) { await work.run($0) } }
    }
    let first = perform(1)
    try await eventually("the first is at work") { work.groups.withLockedValue { $0 } == [[1]] }
    let (second, third) = (perform(2), perform(3))
    try await eventually("the others wait") { line.waiting == 2 }
    for task in [first, second] { task.cancel() }
    work.open()
    #expect(try await third.value == 30)
    #expect(try await first.value == 10)
    #expect(try await second.value == 20)
  }
}
