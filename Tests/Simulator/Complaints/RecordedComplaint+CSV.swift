import Foundation
import Messages

extension RecordedComplaint {
  /// Reads the table: a header that names the columns, then one complaint a line. No field of it holds a comma or quote.
  static func read(_ text: String) throws(SimulatorError) -> [RecordedComplaint] {
    let lines = text.split(whereSeparator: \.isNewline)
    guard let header = lines.first else { throw SimulatorError("The data file is empty.") }
    let columns = Dictionary(header.split(separator: ",").enumerated().map { (String($1), $0) }) { first, _ in first }
    var complaints: [RecordedComplaint] = []
    for (row, line) in lines.enumerated().dropFirst() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      guard let complaint = RecordedComplaint(row: row, fields: fields, columns: columns) else {
        throw SimulatorError("Line \(row + 1) of the data file cannot be read.")
      }
      complaints.append(complaint)
    }
    return complaints
  }

  private init?(row: Int, fields: [Substring], columns: [String: Int]) {
    func field(_ name: String) -> String? {
      guard let column = columns[name], fields.indices.contains(column) else { return nil }
      return String(fields[column])
    }
    // The recorded local time is taken as Shanghai's.
    guard let received = field("date_received"), let receivedAt = RFC3339.date(from: received + "+08:00"),
      let borough = field("borough").flatMap(Borough.init(rawValue:)), let majorCategory = field("major_category"),
      let minorCategory = field("minor_category"), let problemCode = field("problem_code"), let type = field("type"),
      let daysToClose = field("time_to_close").flatMap(Double.init)
    else { return nil }
    self.init(
      row: row, receivedAt: receivedAt, borough: borough, majorCategory: majorCategory, minorCategory: minorCategory,
      problemCode: problemCode, type: type, daysToClose: daysToClose)
  }
}
