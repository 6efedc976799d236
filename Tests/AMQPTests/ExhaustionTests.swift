import Glibc
import Logging
import TestSupport
import Testing

@testable import AMQP

@Suite struct ExhaustionTests {
  @Test("A link for which the process has no descriptor left is tried again")
  func noDescriptor() async {
    await #expect(processExitsWith: .success) {
      let configuration = try AMQPConfiguration(url: "amqp://guest:guest@127.0.0.1:1", connectionName: "exhausted")
      let publisher = AMQPPublisher(configuration: configuration, logger: Logger(label: "test"))
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
