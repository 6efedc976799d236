import Foundation
import Glibc
import Testing

@testable import IOThread

/// An actor on a thread of its own, as the sessions of AMQP and Postgres are.
private actor Owner {
  nonisolated let thread: IOThread
  private(set) var turns = 0
  private(set) var numbers: [Int] = []
  private var turnWaiters: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
  private var interest = IOInterest.idle

  nonisolated var unownedExecutor: UnownedSerialExecutor { self.thread.asUnownedSerialExecutor() }

  init(name: String = "owner") throws {
    self.thread = try IOThread(name: name)
  }

  func start(_ interest: IOInterest = .idle) {
    self.interest = interest
    self.thread.onTurn { self.assumeIsolated { $0.turn() } }
  }

  func append(_ number: Int) { self.numbers.append(number) }

  func threadID() -> pthread_t { pthread_self() }

  func untilTurns(_ count: Int) async {
    if self.turns >= count { return }
    await withCheckedContinuation { self.turnWaiters.append((count, $0)) }
  }

  private func turn() -> IOInterest {
    self.turns += 1
    if let descriptor = self.interest.descriptor {
      var readable = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      var byte: UInt8 = 0
      if poll(&readable, 1, 0) == 1, read(descriptor, &byte, 1) == 1 { self.numbers.append(Int(byte)) }
    }
    let reached = self.turnWaiters.filter { $0.count <= self.turns }
    self.turnWaiters.removeAll { $0.count <= self.turns }
    for waiter in reached { waiter.continuation.resume() }
    return self.interest
  }
}

@Suite struct IOThreadTests {
  @Test func everyJobRunsOnTheSameThread() async throws {
    let owner = try Owner()
    let first = await owner.threadID()
    let second = await owner.threadID()
    #expect(pthread_equal(first, second) != 0)
    owner.thread.stop()
  }

  @Test func jobsOfManyTasksDoNotInterfere() async throws {
    let owner = try Owner()
    await owner.start()
    await withTaskGroup(of: Void.self) { group in
      for task in 0..<8 {
        group.addTask { for number in 0..<500 { await owner.append(task * 500 + number) } }
      }
    }
    #expect(await Set(owner.numbers).count == 4000)
    // One task's jobs keep their order.
    #expect(await owner.numbers.filter { $0 < 500 } == Array(0..<500))
    owner.thread.stop()
  }

  @Test func bytesOnTheSocketCauseATurn() async throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    let owner = try Owner()
    await owner.start(IOInterest(descriptor: ends[0]))
    await owner.untilTurns(1)
    var byte: UInt8 = 42
    write(ends[1], &byte, 1)
    while await owner.numbers.isEmpty { await owner.untilTurns(owner.turns + 1) }
    #expect(await owner.numbers == [42])
    owner.thread.stop()
    close(ends[0])
    close(ends[1])
  }

  @Test func aTimeoutCausesATurnThoughNothingHappens() async throws {
    let owner = try Owner()
    await owner.start(IOInterest(descriptor: nil, timeoutMilliseconds: 1))
    await owner.untilTurns(20)
    owner.thread.stop()
  }

  @Test func wakeCausesATurn() async throws {
    let owner = try Owner()
    await owner.start()
    await owner.untilTurns(1)
    // The thread may be anywhere in its loop; the turn after the wake-up comes all the same.
    let turns = await owner.turns
    owner.thread.wake()
    await owner.untilTurns(turns + 1)
    owner.thread.stop()
  }

  @Test func stopJoinsTheThread() async throws {
    let name = "join\(UInt16.random(in: 0...UInt16.max))"
    let owner = try Owner(name: name)
    _ = await owner.threadID()
    #expect(try IOThreadTests.threadNames().contains(name))
    owner.thread.stop()
    #expect(try !IOThreadTests.threadNames().contains(name))
  }

  @Test func stoppingTwiceIsHarmless() async throws {
    let owner = try Owner()
    owner.thread.stop()
    owner.thread.stop()
  }

  @Test func anActorWhoseThreadHasEndedStillAnswers() async throws {
    let owner = try Owner()
    owner.thread.stop()
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<200 { group.addTask { await owner.append(number) } }
    }
    #expect(await owner.numbers.sorted() == Array(0..<200))
  }

  @Test func jobsThatWaitWhenTheThreadStopsAreRun() async throws {
    for _ in 0..<50 {
      let owner = try Owner()
      await owner.start()
      async let appended: Void = withTaskGroup(of: Void.self) { group in
        for number in 0..<20 { group.addTask { await owner.append(number) } }
      }
      owner.thread.stop()
      await appended
      #expect(await owner.numbers.count == 20)
    }
  }

  /// A job that waits for something else's progress must not run on the cooperative pool; here it blocks on a pipe.
  @Test func aBlockedThreadBlocksNobodyElse() async throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    let (reader, writer) = (ends[0], ends[1])
    let stuck = try (0..<8).map { _ in try Owner() }
    let free = try Owner()
    await withTaskGroup(of: Void.self) { group in
      for owner in stuck { group.addTask { await owner.readOne(reader) } }
      group.addTask {
        await free.append(1)
        free.thread.stop()
        var bytes = [UInt8](repeating: 0, count: stuck.count)
        write(writer, &bytes, bytes.count)
      }
    }
    for owner in stuck { owner.thread.stop() }
    close(reader)
    close(writer)
  }

  @Test("A process without a descriptor or a thread to spare is told so, and goes on")
  func exhaustion() async {
    await #expect(processExitsWith: .success) {
      let before = try limited(openFiles, to: 0)
      let noDescriptor = #expect(throws: IOThreadError.self) { try IOThread(name: "one too many") }
      #expect(noDescriptor == IOThreadError(resource: .descriptor, errno: EMFILE))
      #expect(noDescriptor?.description.contains("ulimit -n") == true)
      try restore(openFiles, before)

      // The stack of an I/O thread takes twice of what is left; what is allocated beside it finds its place.
      let pages = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ").first
      let used = try #require(pages.flatMap { UInt($0) }) * UInt(sysconf(Int32(_SC_PAGESIZE)))
      let unlimited = try limited(memory, to: used + 8 * 1024 * 1024)
      let noThread = #expect(throws: IOThreadError.self) { try IOThread(name: "one too many") }
      #expect(noThread == IOThreadError(resource: .thread, errno: EAGAIN))
      try restore(memory, unlimited)

      try IOThread(name: "enough").stop()
    }
  }

  private static func threadNames() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").compactMap { id in
      // A thread of another test may end between the listing and the reading.
      try? String(contentsOfFile: "/proc/self/task/\(id)/comm", encoding: .utf8).trimmingCharacters(in: .newlines)
    }
  }
}

extension Owner {
  fileprivate func readOne(_ descriptor: Int32) {
    var byte: UInt8 = 0
    _ = read(descriptor, &byte, 1)
  }
}

private let openFiles = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
private let memory = __rlimit_resource_t(RLIMIT_AS.rawValue)

/// Sets a limit of this process, and returns what it was.
private func limited(_ resource: __rlimit_resource_t, to soft: UInt) throws -> rlimit {
  var limit = rlimit()
  try #require(getrlimit(resource, &limit) == 0)
  let before = limit
  limit.rlim_cur = soft
  try #require(setrlimit(resource, &limit) == 0)
  return before
}

private func restore(_ resource: __rlimit_resource_t, _ limit: rlimit) throws {
  var limit = limit
  try #require(setrlimit(resource, &limit) == 0)
}
