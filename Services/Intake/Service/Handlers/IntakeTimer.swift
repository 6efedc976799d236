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
  /// A recording has been kept long enough.
  case recording(ComplaintNumber, position: Int)

  private static let lookName = "look-for-matters"
  static let acknowledgementName = "acknowledgement"
  private static let recordingName = "recording-"

  init?(_ deadline: Deadline) {
    switch deadline.name {
    case Self.lookName:
      guard let project = ProjectCode(deadline.subject) else { return nil }
      self = .look(project)
    case Self.acknowledgementName:
      guard let number = ComplaintNumber(deadline.subject) else { return nil }
      self = .acknowledgement(number)
    default:
      guard deadline.name.hasPrefix(Self.recordingName), let number = ComplaintNumber(deadline.subject),
        let position = Int(deadline.name.dropFirst(Self.recordingName.count))
      else { return nil }
      self = .recording(number, position: position)
    }
  }

  static func recording(_ position: Int, of number: ComplaintNumber, keptUntil: Date, payload: [UInt8]) -> Deadline {
    Deadline(subject: number.text, name: "\(Self.recordingName)\(position)", dueAt: keptUntil, payload: payload)
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
