/// Every key of a log line, so that a query written for one service fits all.
package enum LogKey: String, Sendable, CaseIterable {
  // Of the line.
  case time, level, service, label, message, error, metadata
  // Of its metadata: identifiers only, never content or personal data.
  case messageID = "message_id"
  case messageType = "message_type"
  case correlationID = "correlation_id"
  case traceID = "trace_id"
  case subject, queue, outcome, reason, attempt
}
