import Foundation
import TestSupport
import Testing

/// The project's rules that a compiler does not know. Each failure names file and line.
@Suite("Rules of the source tree")
struct SourceRulesTests {
  @Test("A file has at most 400 lines, unless its first comment says why it has more")
  func filesAreShort() throws {
    for file in try SourceTree.swiftFiles(under: ["Services", "Shared", "Tests"]) where file.lines.count > 401 {
      let opening = file.lines.prefix { $0.hasPrefix("//") }.joined(separator: " ")
      #expect(opening.contains("400 lines"), "\(file.path) has \(file.lines.count - 1) lines")
    }
  }

  /// Benchmarks measure time, and send at rates.
  @Test("Tests wait for facts: nothing under Tests sleeps but TestSupport's time limits and the benchmarks")
  func testsDoNotSleep() throws {
    let sleeps = #"(Task|Thread|SystemClock\(\))\.sleep|\b(usleep|nanosleep)\(|(?<![.\w]|func )sleep\("#
    for file in try SourceTree.swiftFiles(under: ["Tests"])
    where file.path != "Tests/TestSupport/TimeLimit.swift" && !file.path.hasPrefix("Tests/Benchmarks/")
      && !isProgram(file) && !isThisSuite(file)
    {
      expectNone(try file.lines(matching: sleeps))
    }
  }

  @Test("Nothing in the services and their modules traps on purpose or by a forced cast")
  func productionCodeDoesNotTrap() throws {
    let traps = #"\btry!|\bfatalError\(|\bas!"#
    for file in try SourceTree.swiftFiles(under: ["Shared", "Services"]) {
      expectNone(try file.lines(matching: traps))
    }
  }

  @Test("Unchecked sendability stays in the two modules that wrap a C library, two places each at most")
  func uncheckedSendabilityIsRare() throws {
    let unchecked = #"@unchecked Sendable|nonisolated\(unsafe\)"#
    var places: [String: [String]] = [:]
    for file in try SourceTree.swiftFiles(under: ["Shared", "Services", "Tests"]) where !isThisSuite(file) {
      let module = file.path.split(separator: "/").prefix(2).joined(separator: "/")
      places[module, default: []] += try file.lines(matching: unchecked)
    }
    for (module, lines) in places {
      let allowed = ["Shared/AMQP", "Shared/Postgres"].contains(module) ? 2 : 0
      #expect(lines.count <= allowed, "\(lines.joined(separator: "\n"))")
    }
  }

  @Test("No service imports another; its program imports it")
  func servicesDoNotImportEachOther() throws {
    for file in try SourceTree.swiftFiles(under: ["Services"]) {
      let service = file.path.split(separator: "/")[1]
      for imported in imports(of: file) where imported.hasSuffix("Domain") || imported.hasSuffix("Service") {
        let isProgram = file.path.contains("/Program/")
        #expect(imported == "\(service)\(isProgram ? "Service" : "Domain")", "\(file.path) imports \(imported)")
      }
    }
  }

  @Test("A domain imports the contract, working time, limits, tables and Foundation, and nothing that does I/O")
  func domainsArePure() throws {
    let allowed: Set = ["Messages", "WorkCalendar", "Policy", "Presentation", "Foundation"]
    for file in try SourceTree.swiftFiles(under: ["Services"]) where file.path.contains("/Domain/") {
      for imported in imports(of: file) {
        #expect(allowed.contains(imported), "\(file.path) imports \(imported)")
      }
    }
  }

  @Test("Nothing is left for later")
  func nothingIsLeftForLater() throws {
    let reminders = #"\b(TODO|FIXME|XXX)\b"#
    for file in try SourceTree.files() where !isThisSuite(file) {
      expectNone(try file.lines(matching: reminders))
    }
  }

  @Test("No file names a path of somebody's machine")
  func noPathsOfOneMachine() throws {
    let paths = #"(?<![\w.}])/(root|work|Users|home/\w+|tmp/h)/"#
    for file in try SourceTree.files() where !isThisSuite(file) {
      expectNone(try file.lines(matching: paths))
    }
  }

  /// The modules a file imports: the word after `import`, or after the kind of a single imported declaration.
  private func imports(of file: SourceTree.File) -> [String] {
    let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "typealias", "func", "let", "var"]
    return file.lines.filter { !$0.hasPrefix("/") }.compactMap { line in
      let words = line.split(separator: " ")
      guard let keyword = words.prefix(3).firstIndex(of: "import") else { return nil }
      let module = words.dropFirst(keyword + 1).first { !kinds.contains($0) }
      return module?.split(separator: ".").first.map(String.init)
    }
  }

  /// Lives under Tests, but is programs: the simulator's customers do wait, and benchmarks send at
  /// fixed times.
  private func isProgram(_ file: SourceTree.File) -> Bool {
    file.path.hasPrefix("Tests/Simulator/") || file.path.hasPrefix("Tests/Benchmarks/")
  }

  /// This suite's own patterns match themselves.
  private func isThisSuite(_ file: SourceTree.File) -> Bool {
    file.path.hasPrefix("Tests/RepositoryTests/")
  }

  private func expectNone(_ lines: [String], sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(lines.isEmpty, "\(lines.joined(separator: "\n"))", sourceLocation: sourceLocation)
  }
}
