/// Who complains. Personal data: it stays in intake and is masked wherever it is shown without need.
package struct Customer: Codable, Sendable, Hashable {
  package let surname: String
  package let telephone: String

  package init(surname: String, telephone: String) {
    self.surname = surname
    self.telephone = telephone
  }
}
