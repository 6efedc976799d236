import Configuration
import Foundation
import Messages

/// Where values come from: the command line, the environment, the file that `--config` names, the defaults.
struct ConfigurationSources {
  struct Value: Sendable, Equatable {
    let text: String
    /// For `--print-configuration`: `environment`, `default` …
    let origin: String
  }

  /// What is wrong with the sources themselves; more is added by reading.
  private(set) var problems: [String] = []
  /// The most specific first.
  private let providers: [(origin: String, provider: any ConfigProvider)]

  init(of settings: [Setting], arguments: [String], environment: [String: String]) {
    let settings = settings.flatMap { [$0, $0.file].compactMap { $0 } }
    var problems: [String] = []
    let byOption = Dictionary(settings.map { ($0.option, $0.name) }) { first, _ in first }
    var options = Self.options(arguments, known: Set(byOption.keys).union(["--config"]), problems: &problems)
    let path = options.removeValue(forKey: "--config")
    let ofCommandLine = options.compactMap { option, text in byOption[option].map { ($0, text) } }

    let ofFile = path.map { Self.file(at: $0, problems: &problems) } ?? [:]
    let known = Set(settings.map(\.name))
    for name in ofFile.keys.sorted() where !known.contains(name) {
      problems.append("\(name) in the configuration file is not a key of this service")
    }
    let defaults = settings.compactMap { setting in setting.defaultText.map { (setting.name, $0) } }

    // Not the library's provider for command lines: it ignores options that nobody knows, and splits values at commas,
    // which clock.rate is written with.
    self.providers = [
      ("command line", Self.provider(Dictionary(uniqueKeysWithValues: ofCommandLine))),
      // Containers pass on variables that nobody has set as empty ones.
      ("environment", EnvironmentVariablesProvider(environmentVariables: environment.filter { !$0.value.isEmpty })),
      ("configuration file", Self.provider(ofFile)),
      ("default", Self.provider(Dictionary(uniqueKeysWithValues: defaults))),
    ]
    self.problems = problems
  }

  /// The value of the first source that has one, checked against the setting's kind.
  /// - Returns: nil when nobody has one, or when it is wrong: then a problem says so.
  mutating func value(of setting: Setting) -> Value? {
    for (origin, provider) in self.providers {
      let direct = Self.text(of: setting, in: provider)
      let path = setting.file.flatMap { Self.text(of: $0, in: provider) }
      if direct != nil, path != nil {
        self.problems.append("\(setting.name) and \(setting.name)-file are both given (\(origin)): one is enough")
        return nil
      }
      if let direct { return self.checked(Value(text: direct, origin: origin), for: setting) }
      if let path { return self.contents(of: path, origin: origin, for: setting) }
    }
    if !setting.isOptional {
      self.problems.append("\(setting.name) is missing: set \(setting.environmentVariable) or \(setting.option)")
    }
    return nil
  }

  private mutating func contents(of path: String, origin: String, for setting: Setting) -> Value? {
    guard let data = FileManager.default.contents(atPath: path), let text = String(validating: data, as: UTF8.self)
    else {
      self.problems.append("\(setting.name)-file (\(origin)): \(path) cannot be read as text")
      return nil
    }
    let value = Value(text: text.trimmingCharacters(in: .whitespacesAndNewlines), origin: "file \(path)")
    return self.checked(value, for: setting)
  }

  private mutating func checked(_ value: Value, for setting: Setting) -> Value? {
    guard let expectation = setting.kind.expectation(unmetBy: value.text) else { return value }
    let quoted = setting.isSecret ? "the value" : "\"\(value.text)\""
    self.problems.append("\(setting.name): \(quoted) (\(value.origin)) is not \(expectation)")
    return nil
  }
}

extension ConfigurationSources {
  private static func provider(_ texts: [String: String]) -> InMemoryProvider {
    InMemoryProvider(
      values: Dictionary(
        uniqueKeysWithValues: texts.map { name, text in (self.key(name), ConfigValue(.string(text), isSecret: true)) }))
  }

  private static func key(_ name: String) -> AbsoluteConfigKey { AbsoluteConfigKey(ConfigKey(name)) }

  private static func text(of setting: Setting, in provider: any ConfigProvider) -> String? {
    // All our values are strings, which is the one type that every provider can give.
    guard case .string(let text)? = try? provider.value(forKey: self.key(setting.name), type: .string).value?.content
    else { return nil }
    return text
  }

  /// `--key value` and `--key=value`.
  private static func options(
    _ arguments: [String], known: Set<String>, problems: inout [String]
  ) -> [String: String] {
    var options: [String: String] = [:]
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      guard argument.hasPrefix("--") else {
        // It may be the value of a secret that somebody has written in the wrong place.
        problems.append("an argument of the command line has no key: every value follows its --key; see --help")
        continue
      }
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let name = parts[0]
      let isFollowed = rest.first.map { !$0.hasPrefix("--") } ?? false
      let given = parts.count == 2 ? parts[1] : isFollowed ? rest.popFirst() : nil
      guard known.contains(name) else {
        problems.append("\(name) is not an option of this service; see --help")
        continue
      }
      guard let text = given else {
        problems.append("\(name) has no value")
        continue
      }
      if options.updateValue(text, forKey: name) != nil { problems.append("\(name) is given twice") }
    }
    return options
  }

  /// The members of a JSON file by their path: `{"amqp": {"heartbeat": 15}}` is `amqp.heartbeat`.
  private static func file(at path: String, problems: inout [String]) -> [String: String] {
    guard let data = FileManager.default.contents(atPath: path) else {
      problems.append("--config: \(path) cannot be read")
      return [:]
    }
    do {
      guard case .object(let object) = try JSONValue(Array(data)) else {
        problems.append("--config: \(path) is not a JSON object")
        return [:]
      }
      var texts: [String: String] = [:]
      self.collect(object, under: "", into: &texts, problems: &problems)
      return texts
    } catch {
      problems.append("--config: \(path): \(error.faults.map(\.message).joined(separator: " "))")
      return [:]
    }
  }

  private static func collect(
    _ object: JSONObject, under path: String, into texts: inout [String: String], problems: inout [String]
  ) {
    for member in object.members {
      let name = path + member.name
      let text: String
      switch member.value {
      case .object(let inner):
        self.collect(inner, under: name + ".", into: &texts, problems: &problems)
        continue
      case .string(let string): text = string
      case .number(let digits): text = digits
      case .boolean, .null, .array:
        problems.append("\(name) in the configuration file is \(member.value.kind): a text or a number is wanted")
        continue
      }
      if texts.updateValue(text, forKey: name) != nil {
        problems.append("\(name) stands twice in the configuration file")
      }
    }
  }
}
