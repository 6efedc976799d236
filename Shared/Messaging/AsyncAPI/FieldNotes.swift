import Messages

/// What each field means, in words for an integrator.
struct FieldNotes {
  let type: String

  /// The note of a field: of this message, or of all messages that have a field of this name. Empty where there is none,
  /// which a test forbids.
  subscript(path: String) -> String {
    Self.ofOneMessage["\(self.type) \(path)"] ?? Self.ofAllMessages[path] ?? ""
  }

  func join(_ path: String, _ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

  /// `hotline 热线 (hotline), …`
  static func list(_ words: [String], _ names: [TermName]) -> String {
    "Words: " + zip(words, names).map { "\($0) \($1.chinese)" }.joined(separator: ", ")
  }

  private static let ofAllMessages = [
    "acceptedAt": "When contractor and developer found the work good.",
    "accessTimes": "When the home is accessible, in the customer's words.",
    "anonymisedAt": "When what is known of people in it was taken away.",
    "answeredAt": "When the customer answered.",
    "asOf": "When your system had it so: what is older than what is known changes nothing.",
    "assignedAt": "When the unit was made responsible.",
    "building": "The building, as the property company writes it; left out for the whole project.",
    "builders": "Who built which part and owes its remedy within the builder's warranty; at most one a part.",
    "builders.buildingPart": "The part of the building.",
    "builders.name": "The firm, as the contract names it.",
    "buildingPart": "The part of the building that is defective.",
    "callback": "The callback's number: the complaint's, -C for closing or -M for milestone, and the round.",
    "category": "What the complaint is about.",
    "categoryHint": "What the recorder takes the complaint to be about; customer service decides.",
    "cause": "Why the contractor has to go back.",
    "changedAt": "When it was changed.",
    "channel": "The door through which the complaint came.",
    "closedAt": "When the case ended.",
    "city": "The city that the project stands in.",
    "commission": "The number of the commission letter: company prefix and works number of the project, WXWT, serial.",
    "attempts": "How often somebody tried.",
    "level": "Who is told: the head of the unit at once, others when the step is still missing later.",
    "progressedAt": "When the step was taken.",
    "step": "Which step.",
    "refusedAt": "When the customer refused to be asked.",
    "unreachableAt": "When the last attempt reached nobody.",
    "commissionedAt": "When the letter was written.",
    "company": "The company that develops the project.",
    "complaint": "The complaint's number for life: project, year of registration, serial.",
    "complainants": "How many customers complain together; left out for one.",
    "completedAt": "When the work was finished.",
    "content": "The customer's words.",
    "completedOn": "The day completion acceptance was passed: the builder's warranty runs from it.",
    "contractor": "The contractor's code in the register.",
    "contractorName": "The firm.",
    "convertedAt": "When it was converted.",
    "customer": "Who complains; the only personal data of the contract.",
    "customer.surname": "The customer's surname.",
    "customer.telephone": "A telephone number, as people write it.",
    "customerServiceOfficeOpensOn": "From this day the project's own customer-service office is the address.",
    "deadline": "Which limit.",
    "deliveredOn": "The day the home was handed over: the owner's warranty runs from it.",
    "departmentWithdrawnOn": "From this day customer service handles quality complaints of the project itself.",
    "dueAt": "At latest.",
    "faults": "Everything that is wrong, never empty.",
    "faults.code": "What is wrong, for programs.",
    "faults.message": "What is wrong, for people; it never repeats what the sender wrote.",
    "faults.path": "Which field, as unit.project or accessTimes[2]; empty for the message as a whole.",
    "from": "Not before: at once for a closing callback, the due day for a milestone.",
    "grade": "How much depends on the answer.",
    "gradeHint": "What the recorder thinks of the urgency; customer service decides.",
    "handledAt": "When the work was done and the owner had signed.",
    "handledBy": "Staff account of the handler, who may not call back his own case.",
    "isSatisfied": "Whether every score is 4 or 5.",
    "isHeld": "Whether it is kept beyond its time from now on.",
    "judgement": "Who answers for the defect.",
    "judgedAt": "When it was judged so.",
    "repairBy": "Who does the work.",
    "clause": "The clause of the warranty table by which the dates speak: table, version and clause.",
    "previous": "The judgement before this one; left out for the first.",
    "builder": "The firm that built the part, where it answers.",
    "arrivalDueAt": "When the builder has to be there, where he was told to come.",
    "convertedTo": "The complaint that takes its place, where one was registered.",
    "kind": "What the customer wants.",
    "limit": "Which limit.",
    "links": "The other complaints of the same contact.",
    "matter": "The matter that several customers complain about: the number of its first complaint and -M.",
    "messageID": "The id of the refused event, or a key of ours where it had none that could be read.",
    "missedAt": "When the limit was found missed.",
    "moveInOn": "The day on which owners begin to move in.",
    "name": "The project's name.",
    "order": "The repair order's number: the complaint's, -R and a serial.",
    "orderedAt": "When rework was ordered.",
    "outcome": "How the case came to its end.",
    "ownCase": "The department that received it answers for it and handles it itself.",
    "periods": "Warranty periods that were agreed or promised; each counts where it is longer than the law's.",
    "periods.basis": "Where the period comes from.",
    "periods.buildingPart": "The part of the building.",
    "periods.months": "How many months from delivery.",
    "periods.subpart": "What of the part; left out for all of it.",
    "post": "The post of who has changed it; left out where a rule has.",
    "previousCategory": "What the complaint was taken to be about before.",
    "previousGrade": "The grade before.",
    "previousKind": "The kind before.",
    "project": "The project's code: two to eight capital letters or digits, a letter first.",
    "receipt": "How it came in, where more is to be said than the door.",
    "receipt.deliveryEvent": "The handover or move-in at which the customer complained.",
    "receipt.externalIdentifier":
      "What the door calls the message: the post in a forum, the call, the letter's number.",
    "receipt.handledAt": "When the department had handled its own case, where it had before it told customer service.",
    "receipt.ownCase": "That department answers for the matter and handles it itself.",
    "receipt.unit": "The department that the customer spoke or wrote to; left out for customer service.",
    "receivedAt": "When the customer said it; with an offset, not in the future.",
    "receivedBy": "The department that received it, where that was not customer service.",
    "reference": "The sender's own number.",
    "regradedAt": "When the grade was changed.",
    "registeredAt": "When it was registered.",
    "rejectedAt": "When it was refused.",
    "reopenedAt": "When the new round began.",
    "repliedAt": "When the customer had the answer.",
    "replyDueAt": "By when the unit has to answer the customer.",
    "requestedAt": "When the repair was asked for.",
    "residents": "Who owns the home or lives in it; personal data, which stays in intake.",
    "residents.from": "The first day; left out where nobody knows it.",
    "residents.role": "What the person is to the home.",
    "residents.surname": "The surname.",
    "residents.telephone": "A telephone number, as people write it.",
    "residents.to": "The last day; left out while it goes on.",
    "round": "Counts from 1; each dissatisfied callback begins the next.",
    "rule": "The rule that sets the limit, as R-054.",
    "scheduledAt": "When the callback was planned.",
    "scores": "Three answers, each from 1 (very dissatisfied) to 5 (very satisfied).",
    "scores.quality": "Quality of the work, 1 to 5.",
    "scores.speed": "Speed, 1 to 5.",
    "scores.staff": "Staff, 1 to 5.",
    "signedByCustomerService": "Staff account of who signed for customer service.",
    "signedByDepartment": "Staff account of who signed for the project department; somebody else.",
    "signedAt": "When the owner signed.",
    "source": "The sender, as in the event's source.",
    "subpart": "What of the building part is defective.",
    "surveyDueAt": "By when somebody has to be on the spot.",
    "surveyedAt": "When somebody was on the spot.",
    "trade": "What the contractor has to be able to do.",
    "unit": "The department that owes the customer the answer.",
    "unitKnown": "False for a home that the property register does not have; left out for one that it has.",
    "withdrawnOn": "From this day customer service handles the project's quality complaints itself.",
    "worksNumber": "The project's number in commission letters, from 1.",
  ]

  private static let ofOneMessage: [String: String] = {
    var notes = [
      "case.closed.v1 round": "How many rounds it took.",
      "case.reopened.v1 round": "The round that begins.",
      "complaint.reported.v1 reference": "Your own number of this complaint; with your source it names it for ever.",
      "complaint.regraded.v1 reason": "Why the grade was changed.",
      "case.regraded.v1 reason": "Why the grade was raised.",
      "unit.changed.v1 unit": "The home.",
      "warranty.expiring.v1 unit": "The home.",
      "warranty.expiring.v1 items": "What of the home it is: parts, and what of them has a period of its own.",
      "warranty.expiring.v1 items.buildingPart": "The part of the building.",
      "warranty.expiring.v1 items.subpart": "What of the part, where its period is another than the part's.",
      "warranty.expiring.v1 lastDay": "The last day on which a defect that is reported is in the owner's warranty.",
      "warranty.expiring.v1 remindedAt":
        "When it was said; a month before the last day, or later where a date became known late.",
      "cases.idle.v1 complaints": "The cases, in the order of their numbers.",
      "cases.idle.v1 reportedAt": "When they were looked at.",
      "complaint.limit-missed.v1 unit": "The department that owed the step; left out for customer service.",
      "project.completed.v1 project": "The project's code; it must be registered.",
      "project.department-withdrawn.v1 asOf": "When the act was signed: of two acts the one signed later counts.",
      "project.department-withdrawn.v1 project": "The project's code; it must be registered.",
      "project.department-withdrawn.v1 reference": "The number of the act.",
      "unit.delivered.v1 deliveredOn": "The day of the signed acceptance: the owner's warranty runs from it.",
      "unit.delivered.v1 reference": "Your own number of this message.",
      "unit.delivered.v1 unit": "The home.",
      "unit.upserted.v1 reference": "Your own number of this message.",
      "unit.upserted.v1 unit": "The home.",
      "project.completed.v1 reference": "Your own number of this message.",
      "deadline.missed.v1 unit": "Who owed the step; none while the case is unassigned.",
      "repair.completion-reported.v1 commission": "The commission letter under which the work was done.",
      "repair.completion-reported.v1 completedAt": "When the work was finished; with an offset, not in the future.",
      "repair.completion-reported.v1 reference": "Your own number of this report.",
      "repair.completion-reported.v1 report": "What was done.",
      "repair.requested.v1 surveyDueAt": "By when somebody has to be on the spot; only in round 1.",
    ]
    for type in [
      "callback.scheduled.v1", "callback.due.v1", "callback.answered.v1", "callback.unreachable.v1",
      "callback.refused.v1",
    ] {
      notes["\(type) kind"] = "Which of the two layers of callbacks."
    }
    for type in [
      "complaint.reported.v1", "complaint.registered.v1", "complaint.converted.v1", "repair.requested.v1",
    ] {
      notes["\(type) unit"] = "The home."
      notes["\(type) unit.location"] = "The place in the home."
    }
    for type in [
      "complaint.reported.v1", "complaint.registered.v1", "complaint.converted.v1", "repair.requested.v1",
      "unit.changed.v1", "unit.upserted.v1", "unit.delivered.v1", "warranty.expiring.v1",
    ] {
      notes["\(type) unit.project"] = "The project's code; it must be registered."
      notes["\(type) unit.building"] = "The building, as the property company writes it."
      notes["\(type) unit.unit"] = "The unit, as the property company writes it."
    }
    for type in ["complaint.rejected.v1", "repair.completion-rejected.v1", "property.rejected.v1"] {
      notes["\(type) source"] = "The sender, as far as it could be read."
      notes["\(type) reference"] = "The sender's own number, as far as it could be read."
    }
    return notes
  }()
}
