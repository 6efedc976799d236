import DurableMessaging
import Foundation
package import IntakeDomain
import Messages
import Messaging

/// What a message from outside hands in.
package enum IntakeReading: Sendable {
  case submission(Submission)
  case fact(PropertyFact)

  /// Everything that is wrong at once: with the sender and with the body.
  static func read(_ arrival: Arrival, _ envelope: Envelope) -> Result<IntakeReading, Rejected> {
    var faults: [Fault] = []
    do throws(Rejected) {
      _ = try SenderIdentity.identify(arrival.transport, envelope)
    } catch {
      faults += error.faults
    }
    do throws(Rejected) {
      let reading = try Self.read(envelope)
      if faults.isEmpty { return .success(reading) }
    } catch {
      faults += error.faults
    }
    return .failure(Rejected(faults))
  }

  private static func read(_ envelope: Envelope) throws(Rejected) -> IntakeReading {
    switch envelope.type {
    case ComplaintReported.type:
      .submission(Submission(source: envelope.source, report: try ComplaintReported.read(try envelope.json())))
    case UnitUpserted.type: .fact(.upserted(try UnitUpserted.read(try envelope.json())))
    case UnitDelivered.type: .fact(.delivered(try UnitDelivered.read(try envelope.json())))
    case ProjectCompleted.type: .fact(.completed(try ProjectCompleted.read(try envelope.json())))
    case ProjectDepartmentWithdrawn.type:
      .fact(.departmentWithdrawn(try ProjectDepartmentWithdrawn.read(try envelope.json())))
    default: throw Rejected("type", .unknownType, "Intake does not take messages of this type.")
    }
  }
}
