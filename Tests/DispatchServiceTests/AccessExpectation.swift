import Messages
import ServiceTestSupport

/// Who may ask for what beside the case itself. Written out: not what the declarations say.
enum AccessExpectation {
  private static let judges: Set<Post> = [
    .repairSupervisor, .customerServiceProjectLead, .customerServiceManager, .engineer,
  ]

  static func beside(customerService: Set<Post>, workers: Set<Post>) -> AccessMatrix.Expectation {
    let authors = customerService.union([.unitHead, .engineer, .lawyer])
    return [
      "showWarranty": workers, "listJudgements": workers, "judgeCase": self.judges, "noteBuilderArrival": self.judges,
      "remindBuilder": self.judges, "listWarrantyEndings": customerService,
      "listSuggestions": workers, "showSuggestion": workers, "replyToSuggestion": customerService,
      "consultDepartments": customerService,
      "giveOpinion": [.unitHead, .propertyOffice, .leaderInCharge, .customerServiceManager],
      "declineSuggestion": customerService, "startSuggestion": customerService, "answerSuggestion": customerService,
      "closeSuggestion": customerService, "convertSuggestion": customerService,
      "draftLetter": authors, "reviseLetter": authors, "withdrawLetter": authors, "listLetters": workers,
      "lettersOfCase": workers, "showLetter": workers, "clearLetter": [.lawyer],
      "approveLetter": [.customerServiceManager, .customerServiceProjectLead, .leaderInCharge, .generalManager],
      "dispatchLetter": customerService, "recallLetter": customerService, "receiveLetter": customerService,
      "sendContactSheet": workers, "listContactSheets": workers, "contactSheetsOfCase": workers,
      "showContactSheet": workers, "replyToContactSheet": workers,
      "printComplaintForm": workers, "printAnnex": workers, "printLetter": workers, "printContactSheet": workers,
    ]
  }
}
