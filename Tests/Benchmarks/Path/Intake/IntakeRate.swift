/// How fast complaints were registered, and what that took of the processor in the process that did it.
struct IntakeRate: Sendable {
  let perSecond: Double
  /// A complaint, in the service alone: broker and database come on top.
  let processorMicroseconds: Double
}
