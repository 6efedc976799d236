import DispatchService
import ServiceRuntime

@main
enum DispatchMain {
  static func main() async {
    await ServiceMain.run(DispatchDefinition.self)
  }
}
