/// The number of a commission letter: `COBZS001/WXWT001`.
///
/// Company prefix and works number of the project, then `WXWT` (维修委托) and a serial that counts per project without
/// gaps. The prefix has 1 to 12 capital letters; both numbers have at least three digits and widen past 999.
package struct CommissionNumber: Identifier {
  package static let pattern = "^[A-Z]{1,12}[0-9]{3,}/WXWT[0-9]{3,}$"
  package static let example = "COBZS001/WXWT001"

  package let prefix: String
  package let worksNumber: Int
  package let serial: Int

  package init(prefix: String, worksNumber: Int, serial: Int) {
    precondition(worksNumber > 0 && serial > 0, "Works numbers and commission serials are counted from 1.")
    self.prefix = prefix
    self.worksNumber = worksNumber
    self.serial = serial
  }

  package init?(_ text: String) {
    let halves = text.split(separator: "/", omittingEmptySubsequences: false)
    guard halves.count == 2, halves[1].hasPrefix("WXWT") else { return nil }
    let prefix = halves[0].prefix { $0.isASCII && $0.isUppercase }
    guard (1...12).contains(prefix.utf8.count), let worksNumber = Int(halves[0].dropFirst(prefix.count)),
      worksNumber > 0,
      let serial = Int(halves[1].dropFirst(4)), serial > 0
    else { return nil }
    self.init(prefix: String(prefix), worksNumber: worksNumber, serial: serial)
    guard self.text == text else { return nil }
  }

  package var text: String { "\(self.prefix)\(Self.padded(self.worksNumber))/WXWT\(Self.padded(self.serial))" }

  private static func padded(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 3 - digits.utf8.count)) + digits
  }
}
