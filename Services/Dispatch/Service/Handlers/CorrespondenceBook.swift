package import DispatchDomain
package import Messages

/// What becomes of the mail of a letter.
enum MailChange: Sendable {
  case queue(EmailAddress, mayComeTwice: Bool)
  case again(after: Duration, mayComeTwice: Bool)
  case done
}

/// What a batch knows and changes of letters and contact sheets.
package struct CorrespondenceBook: Sendable {
  private(set) var letters: [FormNumber: Letter]
  private(set) var sheets: [FormNumber: ContactSheet]
  var register: FormRegister
  /// Written complaints whose acknowledgement is on its way.
  private var acknowledged: Set<ComplaintNumber>
  private(set) var newLetters: [FormNumber] = []
  private var changedNumbers: Set<FormNumber> = []
  private(set) var newSheets: [FormNumber] = []
  /// Which attempt somebody makes just now of the mail of a letter.
  private(set) var claims: [FormNumber: Int]
  /// What becomes of the mails of letters.
  private(set) var mails: [FormNumber: MailChange] = [:]

  package init(
    letters: [Letter] = [], mails: [(number: FormNumber, claim: Int?)] = [], sheets: [ContactSheet] = [],
    series: [(series: FormSeries, lastSerial: Int)] = [], acknowledged: [ComplaintNumber] = []
  ) {
    self.letters = Dictionary(letters.map { ($0.number, $0) }) { first, _ in first }
    self.claims = Dictionary(mails.compactMap { mail in mail.claim.map { (mail.number, $0) } }) { first, _ in first }
    self.sheets = Dictionary(sheets.map { ($0.number, $0) }) { first, _ in first }
    self.register = FormRegister(
      lastSerials: Dictionary(series.map { ($0.series, $0.lastSerial) }) { first, _ in first })
    self.acknowledged = Set(acknowledged)
  }

  func hasAcknowledged(_ complaint: ComplaintNumber) -> Bool { self.acknowledged.contains(complaint) }

  mutating func add(_ letter: Letter) {
    self.letters[letter.number] = letter
    self.newLetters.append(letter.number)
    if letter.kind == .acknowledgement { self.acknowledged.insert(letter.complaint) }
  }

  mutating func put(_ letter: Letter) {
    guard self.letters[letter.number] != letter else { return }
    self.letters[letter.number] = letter
    if !self.newLetters.contains(letter.number) { self.changedNumbers.insert(letter.number) }
  }

  mutating func change(_ number: FormNumber, _ mail: MailChange) {
    self.mails[number] = mail
    // However it ends, the claim ends with it.
    self.claims[number] = nil
  }

  mutating func add(_ sheet: ContactSheet) {
    self.sheets[sheet.number] = sheet
    self.newSheets.append(sheet.number)
  }

  mutating func put(_ sheet: ContactSheet) {
    guard self.sheets[sheet.number] != sheet else { return }
    self.sheets[sheet.number] = sheet
    if !self.newSheets.contains(sheet.number) { self.changedNumbers.insert(sheet.number) }
  }

  var changedLetters: [Letter] { self.changedNumbers.compactMap { self.letters[$0] } }
  var changedSheets: [ContactSheet] { self.changedNumbers.compactMap { self.sheets[$0] } }
}
