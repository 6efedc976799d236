import Glibc
import Logging
import Testing

@testable import Postgres

@Suite struct ExhaustionTests {
  @Test("A session for which the process has no descriptor left may be tried again")
  func noDescriptor() async {
    await #expect(processExitsWith: .success) {
      let configuration = try PostgresConfiguration(url: "postgres://nobody@127.0.0.1:1/none", applicationName: "test")
      let openFiles = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
      var limit = rlimit()
      try #require(getrlimit(openFiles, &limit) == 0)
      limit.rlim_cur = 0
      try #require(setrlimit(openFiles, &limit) == 0)
      let error = await #expect(throws: PostgresError.self) {
        try await PostgresSession.connect(configuration: configuration, logger: Logger(label: "test"))
      }
      #expect(error?.code == .insufficientResources)
      #expect(error?.isRetriable == true)
      #expect(error?.detail?.contains("no file descriptor left") == true)
    }
  }
}
