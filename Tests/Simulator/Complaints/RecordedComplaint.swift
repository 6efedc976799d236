import Foundation
import Messages

/// One row of the recorded complaints; `deploy/data/README.md` explains the columns.
struct RecordedComplaint: Sendable {
  /// Counts from 1.
  let row: Int
  let receivedAt: Date
  let borough: Borough
  let majorCategory: String
  let minorCategory: String
  let problemCode: String
  let type: String
  /// From receipt to closing.
  let daysToClose: Double

  /// The number that the property office gives it.
  var reference: String {
    let digits = String(self.row)
    return "PMS-2023-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
  }
}
