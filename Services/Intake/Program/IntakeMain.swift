import IntakeService
import ServiceRuntime

@main
enum IntakeMain {
  static func main() async {
    await ServiceMain.run(IntakeDefinition.self)
  }
}
