import ContractorsDomain
import DurableMessaging
import Messages
import Messaging

/// Reads what a contractor's system reports as finished.
package enum CompletionReader {
  package struct Reading: Sendable {
    let report: CompletionReport
    /// The broker user who has sent it.
    let sender: String
  }

  /// Everything that is wrong at once: with the sender and with the body.
  static func read(_ arrival: Arrival, _ envelope: Envelope) -> Result<Reading, Rejected> {
    var faults: [Fault] = []
    var sender: String?
    do throws(Rejected) {
      sender = try SenderIdentity.identify(arrival.transport, envelope).user
    } catch {
      faults += error.faults
    }
    do throws(Rejected) {
      let content = try RepairCompletionReported.read(try envelope.json())
      if let sender {
        return .success(Reading(report: CompletionReport(source: envelope.source, content: content), sender: sender))
      }
    } catch {
      faults += error.faults
    }
    return .failure(Rejected(faults))
  }
}
