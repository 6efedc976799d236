import CallbackService
import ServiceRuntime

@main
enum CallbackMain {
  static func main() async {
    await ServiceMain.run(CallbackDefinition.self)
  }
}
