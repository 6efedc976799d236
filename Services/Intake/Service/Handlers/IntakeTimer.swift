import DurableMessaging
import Foundation
import IntakeDomain
import Messages

/// The deadlines that intake sets.
enum IntakeTimer {
  /// The project is to be looked at for matters.
  case look(ProjectCode)
  /// The sender of a letter has to be told.
  case acknowledgement(ComplaintNumber)

  private static let lookName = "look-for-matters"
  static let acknowledgementName = "acknowledgement"

  init?(_ deadline: Deadline) {
    switch deadline.name {
    case Self.lookName:
      guard let project = ProjectCode(deadline.subject) else { return nil }
      self = .look(project)
    case Self.acknowledgementName:
      guard let number = ComplaintNumber(deadline.subject) else { return nil }
      self = .acknowledgement(number)
    default: return nil
    }
  }

  /// Complaints that come until then are looked at together.
  static func look(at project: ProjectCode, after now: Date) -> Deadline {
    Deadline(
      subject: project.text, name: Self.lookName, dueAt: MatterWatch.nextLook(after: now), payload: Array("{}".utf8))
  }

  static func acknowledgement(of number: ComplaintNumber, dueAt: Date, payload: [UInt8]) -> Deadline {
    Deadline(subject: number.text, name: Self.acknowledgementName, dueAt: dueAt, payload: payload)
  }
}
