/// The door through which a complaint came.
package struct Channel: Term {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }

  package static let hotline = Channel("hotline")
  package static let visit = Channel("visit")
  package static let letter = Channel("letter")
  package static let propertyOffice = Channel("property-office")
  package static let sales = Channel("sales")
  package static let online = Channel("online")
  package static let suggestionBox = Channel("suggestion-box")
  package static let questionnaire = Channel("questionnaire")
  package static let forum = Channel("forum")
  package static let inspection = Channel("inspection")

  package static let names: [Channel: TermName] = [
    .hotline: TermName("热线", "hotline"),
    .visit: TermName("来访", "visit"),
    .letter: TermName("来信", "letter"),
    .propertyOffice: TermName("物业管理处", "property office"),
    .sales: TermName("销售部", "sales department"),
    .online: TermName("网上", "online"),
    .suggestionBox: TermName("意见箱", "suggestion box"),
    .questionnaire: TermName("问卷", "questionnaire"),
    .forum: TermName("投诉论坛", "forum"),
    .inspection: TermName("验房", "inspection"),
  ]
}
