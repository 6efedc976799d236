package import Foundation
package import Logging

/// Writes each log event as one JSON object a line: time, level, service, label, message, and what there is of error
/// and metadata.
///
/// An error is written by its `description`, which in this project is safe to show.
package struct JSONLogHandler: LogHandler {
  package var logLevel: Logger.Level
  package var metadata: Logger.Metadata = [:]
  package var metadataProvider: Logger.MetadataProvider?

  private let service: String
  private let label: String
  private let output: LogOutput
  private let now: @Sendable () -> Date

  /// - Parameters:
  ///   - label: the logger's label, as the bootstrap hands it over.
  ///   - service: which executable speaks.
  ///   - now: the real time, even where the service itself lives on a scaled clock: operators compare with their watch.
  package init(
    label: String, service: String, logLevel: Logger.Level = .info, output: LogOutput = .standardError,
    now: @escaping @Sendable () -> Date = { Date() }
  ) {
    self.label = label
    self.service = service
    self.logLevel = logLevel
    self.output = output
    self.now = now
  }

  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { self.metadata[key] }
    set { self.metadata[key] = newValue }
  }

  package func log(event: LogEvent) {
    // The more particular wins: what the event says over what the logger carries over what the task provides.
    let metadata = (self.metadataProvider?.get() ?? [:])
      .merging(self.metadata) { _, own in own }
      .merging(event.metadata ?? [:]) { _, own in own }
    var members: [(LogKey, String)] = [
      (.time, JSONText.string(self.now().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)))),
      (.level, JSONText.string(event.level.rawValue)),
      (.service, JSONText.string(self.service)),
      (.label, JSONText.string(self.label)),
      (.message, JSONText.string(event.message.description)),
    ]
    if let error = event.error { members.append((.error, JSONText.string("\(error)"))) }
    if !metadata.isEmpty { members.append((.metadata, JSONText.object(metadata))) }
    self.output.write(JSONText.object(members.map { ($0.rawValue, $1) }) + "\n")
  }
}
