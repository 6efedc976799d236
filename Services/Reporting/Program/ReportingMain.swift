import ReportingService
import ServiceRuntime

@main
enum ReportingMain {
  static func main() async {
    await ServiceMain.run(ReportingDefinition.self)
  }
}
