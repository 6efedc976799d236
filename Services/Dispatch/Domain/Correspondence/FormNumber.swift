package import Messages

/// A form that is numbered in a series of its own.
package struct FormType: Term {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }

  package static let letter = FormType("SM03-11")
  package static let contactSheet = FormType("SM03-12")

  package static let names: [FormType: TermName] = [
    .letter: TermName("致客户函", "letter to the customer"),
    .contactSheet: TermName("工作联系单", "work contact sheet"),
  ]
}

/// The number of a form: type, project, year and a serial that counts without gaps, as `SM03-11-CLX-2023-0001`.
///
/// The year is that of issue in the company's time zone; the serial has at least four digits.
package struct FormNumber: ProjectIdentifier {
  package static let pattern = "^SM03-1[12]-[A-Z][A-Z0-9]{1,7}-[2-9][0-9]{3}-[0-9]{4,}$"
  package static let example = "SM03-11-CLX-2023-0001"

  package let series: FormSeries
  package let serial: Int

  init(series: FormSeries, serial: Int) {
    self.series = series
    self.serial = serial
  }

  package init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 5, let project = ProjectCode(String(parts[2])), parts[3].utf8.count == 4,
      let year = Int(parts[3]), (2000...9999).contains(year), let serial = Int(parts[4]), serial > 0
    else { return nil }
    let type = FormType("\(parts[0])-\(parts[1])")
    guard type.isKnown else { return nil }
    self.init(series: FormSeries(type: type, project: project, year: year), serial: serial)
    guard self.text == text else { return nil }
  }

  package var project: ProjectCode { self.series.project }

  package var text: String {
    let digits = String(self.serial)
    let padding = String(repeating: "0", count: max(0, 4 - digits.utf8.count))
    return "\(self.series.type.rawValue)-\(self.series.project)-\(self.series.year)-\(padding)\(digits)"
  }
}

/// One sequence of numbers.
package struct FormSeries: Sendable, Hashable {
  package let type: FormType
  package let project: ProjectCode
  package let year: Int

  package init(type: FormType, project: ProjectCode, year: Int) {
    self.type = type
    self.project = project
    self.year = year
  }
}

/// Where the series have got to: each number is issued once, and none is left out.
package struct FormRegister: Sendable {
  private var lastSerials: [FormSeries: Int]
  /// The series that have moved on.
  package private(set) var changed: Set<FormSeries> = []

  package init(lastSerials: [FormSeries: Int]) {
    self.lastSerials = lastSerials
  }

  /// 0 before the first form.
  package func lastSerial(of series: FormSeries) -> Int { self.lastSerials[series] ?? 0 }

  package mutating func next(in series: FormSeries) -> FormNumber {
    let serial = self.lastSerial(of: series) + 1
    self.lastSerials[series] = serial
    self.changed.insert(series)
    return FormNumber(series: series, serial: serial)
  }
}
