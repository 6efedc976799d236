import DurableMessaging
import Foundation
package import IntakeDomain
package import Messages
import Messaging

/// What a message hands in.
package enum IntakeReading: Sendable {
  case submission(Submission)
  case fact(PropertyFact)
  /// Dispatch has raised the grade of a case.
  case raised(CaseRegraded)
  /// A claim or a lawsuit keeps the case beyond its time, or does so no more.
  case held(CaseHeld)
  /// The time to keep what is known of people has passed.
  case anonymised(CaseAnonymised)

  /// Everything that is wrong at once: with the sender and with the body.
  static func read(_ arrival: Arrival, _ envelope: Envelope) -> Result<IntakeReading, Rejected> {
    // Nobody but dispatch may write to its exchange; what comes from outside says who sends it.
    if arrival.consumer == Self.dispatch {
      return Result { () throws(Rejected) -> IntakeReading in try Self.told(envelope) }
    }
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

  private static let dispatch = "\(Service.intake.rawValue).\(Service.dispatch.exchange)"

  private static func told(_ envelope: Envelope) throws(Rejected) -> IntakeReading {
    do throws(HandlingFailure) {
      return switch envelope.type {
      case CaseRegraded.type: .raised(try envelope.decode())
      case CaseHeld.type: .held(try envelope.decode())
      case CaseAnonymised.type: .anonymised(try envelope.decode())
      default: throw .rejected(Rejected("type", .unknownType, "Intake does not take messages of this type."))
      }
    } catch {
      guard case .rejected(let rejected) = error else { throw Rejected("", .invalid, "It cannot be read.") }
      throw rejected
    }
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
