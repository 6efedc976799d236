import Foundation

@main
enum ReplayMain {
  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    if arguments.contains("--help") { return print(Options.help) }
    do {
      var runner = Runner { print($0) }
      exit(try runner.run(try Options(arguments)) ? 0 : 1)
    } catch {
      FileHandle.standardError.write(Data("replay: \(error)\n".utf8))
      exit(2)
    }
  }
}
