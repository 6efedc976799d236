/// What is known of a metric before anyone counts: its meaning for whoever looks at it, and a histogram's buckets.
package struct MetricDescription: Sendable, Hashable {
  package let name: String
  package let help: String
  /// Upper bounds, for histograms only.
  package let buckets: [Double]

  package init(name: String, help: String, buckets: [Double] = MetricDescription.latencyBuckets) {
    self.name = name
    self.help = help
    self.buckets = buckets
  }

  /// Seconds, 1 ms to 60 s: how long something took.
  package static let latencyBuckets: [Double] = [
    0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 60,
  ]

  /// Seconds, 10 ms to a day: how long something waited, broker and database outages included.
  package static let ageBuckets: [Double] = [0.01, 0.1, 0.5, 1, 5, 10, 60, 300, 900, 3600, 6 * 3600, 24 * 3600]

  /// The metrics that every service has.
  package static let standard = [
    MetricDescription(name: "messages_handled_total", help: "Messages taken from the inbox, by type and outcome."),
    MetricDescription(name: "message_handling_seconds", help: "Time from the start of a batch to its commit."),
    MetricDescription(
      name: "message_age_seconds", help: "Age of a message when it was handled.", buckets: ageBuckets),
    MetricDescription(name: "inbox_retrying", help: "Messages that wait for another try."),
    MetricDescription(name: "inbox_quarantined", help: "Messages that wait for a person."),
    MetricDescription(name: "outbox_pending", help: "Messages committed and not yet confirmed by the broker."),
    MetricDescription(name: "outbox_oldest_seconds", help: "Age of the oldest message in the outbox."),
    MetricDescription(name: "publish_confirm_seconds", help: "Time from publishing to the broker's confirm."),
    MetricDescription(
      name: "amqp_link_state",
      help: "State of the link to the broker: 1 connecting, 2 ready, 3 blocked, 4 backing off, 7 given up."),
    MetricDescription(name: "amqp_reconnects_total", help: "Links to the broker that were made anew."),
    MetricDescription(name: "amqp_unroutable_total", help: "Messages that the broker returned for want of a queue."),
    MetricDescription(name: "postgres_acquire_seconds", help: "Time that a task waited for a database session."),
    MetricDescription(
      name: "postgres_transaction_retries_total", help: "Transactions run again after a retriable error."),
    MetricDescription(
      name: "deadline_lag_seconds", help: "Time from a deadline's due instant to its firing.", buckets: ageBuckets),
    MetricDescription(name: "http_requests_total", help: "HTTP requests answered, by route pattern and status class."),
    MetricDescription(name: "http_request_seconds", help: "Time to answer an HTTP request, by route pattern."),
  ]
}
