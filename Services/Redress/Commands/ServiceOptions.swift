import ArgumentParser
import Messages

/// Which services, and where.
struct ServiceOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Only this service; may be given several times.", valueName: "name"),
    completion: .list(Service.all.map(\.rawValue)))
  var service: [String] = []
  @Option(
    help: ArgumentHelp("A service's administrative address; else $INTAKE_ADMIN_URL and so on.", valueName: "name=url"))
  var admin: [AdminAddress] = []

  func validate() throws {
    let unknown = self.service.filter { Service(name: $0) == nil }
    guard unknown.isEmpty else {
      throw ValidationError(
        "No service is called \(unknown.joined(separator: ", ")); "
          + "there are \(Service.all.map(\.rawValue).joined(separator: ", ")).")
    }
  }

  /// Those of `--service`, or all.
  var named: [Service] {
    let named = Set(self.service)
    return named.isEmpty ? Service.all : Service.all.filter { named.contains($0.rawValue) }
  }

  /// - Parameter only: the services that are needed; nil for those of `--service`, or all.
  func desk(of only: Set<Service>? = nil) throws -> QuarantineDesk {
    let wanted = only.map { only in Service.all.filter { only.contains($0) } } ?? self.named
    let urls = try Settings().values(
      wanted.map { .admin($0) },
      given: wanted.map { service in self.admin.last { $0.service == service }?.url })
    return QuarantineDesk(clients: try zip(wanted, urls).map { try AdminClient($0, address: $1) })
  }
}

/// Who does it: stands in the message's history.
struct PersonOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Who decides so; else $REDRESS_OPERATOR, $SUDO_USER or $USER, the first that is set.", valueName: "name"))
  var by: String?

  func person() throws(Failure) -> String {
    let environment = Settings().environment
    let names = [self.by, environment["REDRESS_OPERATOR"], environment["SUDO_USER"], environment["USER"]]
    guard let name = names.compactMap({ $0 }).first(where: { !$0.isEmpty }) else {
      throw Failure(
        "Nobody knows who you are, and who decides is written down.",
        advice: "Say --by NAME, or set REDRESS_OPERATOR.")
    }
    return name
  }
}
