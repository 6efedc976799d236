/// Why a day is an exception, in both languages of the forms: a public holiday, or a company's own day.
package struct Occasion: Sendable, Hashable, Codable {
  package let english: String
  package let chinese: String

  package init(english: String, chinese: String) {
    self.english = english
    self.chinese = chinese
  }

  package static let newYear = Occasion(english: "New Year", chinese: "元旦")
  package static let springFestival = Occasion(english: "Spring Festival", chinese: "春节")
  package static let qingming = Occasion(english: "Qingming Festival", chinese: "清明节")
  package static let labourDay = Occasion(english: "Labour Day", chinese: "劳动节")
  package static let dragonBoat = Occasion(english: "Dragon Boat Festival", chinese: "端午节")
  package static let midAutumn = Occasion(english: "Mid-Autumn Festival", chinese: "中秋节")
  package static let nationalDay = Occasion(english: "National Day", chinese: "国庆节")
  /// In some years both fall into one holiday.
  package static let midAutumnAndNationalDay = Occasion(
    english: "Mid-Autumn Festival and National Day", chinese: "中秋节、国庆节")
}
