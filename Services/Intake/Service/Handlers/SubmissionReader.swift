import DurableMessaging
import Foundation
import IntakeDomain
import Messages
import Messaging

/// Reads what a message from outside hands in.
enum SubmissionReader {
  /// Everything that is wrong at once: with the sender and with the body.
  static func read(_ arrival: Arrival, _ envelope: Envelope) -> Result<Submission, Rejected> {
    guard envelope.type == ComplaintReported.type else {
      return .failure(Rejected("type", .unknownType, "Intake takes messages of type \(ComplaintReported.type) only."))
    }
    var faults: [Fault] = []
    do throws(Rejected) {
      _ = try SenderIdentity.identify(arrival.transport, envelope)
    } catch {
      faults += error.faults
    }
    do throws(Rejected) {
      let report = try ComplaintReported.read(try envelope.json())
      if faults.isEmpty { return .success(Submission(source: envelope.source, report: report)) }
    } catch {
      faults += error.faults
    }
    return .failure(Rejected(faults))
  }

  /// The sender's reference in a body that may be wrong in every other way, so that he can tell which complaint was
  /// refused.
  static func reference(in body: [UInt8]) -> String? {
    guard let json = try? JSONValue(body) else { return nil }
    return try? ObjectReader.read(json) { $0.required("reference", ComplaintReported.referenceRule) }
  }
}
