import DispatchDomain
import DurableMessaging
import Messages

extension Effects {
  /// Performs what a process has decided about a subject.
  ///
  /// - Parameters:
  ///   - payload: what each limit keeps beside its date: the policy version that set it.
  ///   - nextVersion: counts one more event about the subject.
  mutating func perform(_ decision: Decision, on subject: String, payload: [UInt8], nextVersion: () -> Int64) {
    for event in decision.events { self.publish(event, version: nextVersion()) }
    for deadline in decision.limitsToCancel { self.cancelDeadline(deadline.rawValue, of: subject) }
    for (deadline, dueAt) in decision.limitsToSet {
      self.setDeadline(Deadline(subject: subject, name: deadline.rawValue, dueAt: dueAt, payload: payload))
    }
  }
}
