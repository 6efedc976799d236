/// Every key of a log line itself. What an event adds stands below `metadata`, under keys of its own: identifiers, names of
/// our own things, codes and counts; never content or personal data.
enum LogKey: String, Sendable, CaseIterable {
  case time, level, service, label, message, error, metadata
}
