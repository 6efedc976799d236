import ContractorsService
import ServiceRuntime

@main
enum ContractorsMain {
  static func main() async {
    await ServiceMain.run(ContractorsDefinition.self)
  }
}
