import Testing

@testable import ServiceRuntime

@Suite struct ServiceMainTests {
  @Test(arguments: ["--help", "-h"])
  func helpNeedsNoConfiguration(_ option: String) {
    guard case .tell(let text) = command([option], [:]) else { return #expect(Bool(false), "no help") }
    #expect(text.hasPrefix("callback asks customers"))
  }

  @Test func theVersionIsTold() {
    guard case .tell(let text) = command(["--version"], [:]) else { return #expect(Bool(false), "no version") }
    #expect(text == "callback \(ServiceMain.version)\n")
  }

  @Test func printingTheConfigurationChecksItToo() {
    guard case .tell(let text) = command(["--print-configuration", "--http-port", "5"], required) else {
      return #expect(Bool(false), "no table")
    }
    #expect(text.contains("command line"))
    #expect(!text.contains("guarded"))
    guard case .refuse(let error) = command(["--print-configuration", "--http-port", "-5"], required) else {
      return #expect(Bool(false), "a wrong configuration was printed")
    }
    #expect(error.problems == ["http.port: \"-5\" (command line) is not a whole number from 0 to 65535"])
  }

  @Test func aRightConfigurationIsServed() {
    guard case .serve(let configuration) = command(["--http-port", "5"], required) else {
      return #expect(Bool(false), "not served")
    }
    #expect(configuration.http.port == 5)
  }

  private func command(_ arguments: [String], _ environment: [String: String]) -> ServiceMain.Command {
    ServiceMain.command(TinyService.self, arguments: arguments, environment: environment)
  }
}
