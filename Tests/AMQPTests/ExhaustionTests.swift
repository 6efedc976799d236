import Glibc
import Logging
import NIOConcurrencyHelpers
import TestSupport
import Testing

@testable import AMQP

@Suite struct ExhaustionTests {
  @Test("A link for which the process has no descriptor left is tried again")
  func noDescriptor() async {
    await #expect(processExitsWith: .success) {
      let configuration = try AMQPConfiguration(url: "amqp://guest:guest@127.0.0.1:1", connectionName: "exhausted")
      let publisher = AMQPPublisher(configuration: configuration, logger: Logger(label: "test"))
      // Dispatch opens its timer's descriptor with the first wait of a process, and traps when there is none left: that wait
      // has to come before, or whether this test lives depends on who is faster, the link or who looks at it.
      let looks = NIOLockedValueBox(0)
      try await eventually("somebody has waited once") {
        looks.withLockedValue {
          $0 += 1
          return $0 == 2
        }
      }
      let openFiles = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
      var limit = rlimit()
      try #require(getrlimit(openFiles, &limit) == 0)
      limit.rlim_cur = 0
      try #require(setrlimit(openFiles, &limit) == 0)
      let running = Task { await publisher.run() }
      try await eventually("the attempt has failed") { publisher.lastRefusal != nil }
      let refusal = try #require(publisher.lastRefusal)
      #expect(refusal.code == .linkLost && refusal.isRetriable)
      #expect(refusal.description.contains("no file descriptor left"))
      let state = await publisher.linkState
      #expect([.connecting, .backingOff].contains(state))
      running.cancel()
      await running.value
    }
  }
}
