import DispatchDomain
import DurableMessaging
import Messages
import Messaging

/// What a batch needs to know of letters and contact sheets; all lists in the order in which rows are locked.
struct CorrespondenceKeys {
  private(set) var letters: [FormNumber] = []
  private(set) var sheets: [FormNumber] = []
  /// The series that forms may be numbered in.
  private(set) var types: [FormType] = []
  private(set) var projects: [ProjectCode] = []
  /// Complaints that came in writing, or look like it.
  private(set) var written: [ComplaintNumber] = []

  init(_ inputs: [Input<DispatchAction>], written: Set<ComplaintNumber>) {
    var (letters, sheets): (Set<FormNumber>, Set<FormNumber>) = ([], [])
    var types: Set<FormType> = written.isEmpty ? [] : [.letter]
    var projects = Set(written.map(\.project))
    for input in inputs {
      switch input {
      case .message: continue
      case .deadline(let deadline):
        guard deadline.name == CorrespondenceHandler.replyDeadline else { continue }
        if let number = FormNumber(deadline.subject) { sheets.insert(number) }
      case .action(.onLetter(.draft(let draft))):
        types.insert(.letter)
        projects.insert(draft.complaint.project)
      case .action(.onLetter(.change(let number, _, _))): letters.insert(number)
      case .action(.onContactSheet(.send(let draft))):
        types.insert(.contactSheet)
        projects.insert(draft.project)
      case .action(.onContactSheet(.reply(let number, _, _))): sheets.insert(number)
      case .action: continue
      }
    }
    self.letters = letters.sorted { $0.text < $1.text }
    self.sheets = sheets.sorted { $0.text < $1.text }
    self.types = types.sorted { $0.rawValue < $1.rawValue }
    self.projects = projects.sorted { $0.text < $1.text }
    self.written = written.sorted { $0.text < $1.text }
  }

  var isEmpty: Bool { self.letters.isEmpty && self.sheets.isEmpty && self.types.isEmpty }
}
