package import DurableMessaging
package import Foundation
package import IntakeDomain
package import Messages

/// What the inputs of a batch name, and so what has to be loaded to decide about them.
package struct IntakeKeys: Sendable {
  /// What the messages say, read once.
  package private(set) var submissions: [UUID: Result<Submission, Rejected>] = [:]
  package private(set) var complaints: [SenderReference] = []
  /// Of projects that are to be registered: nobody else may have them.
  package private(set) var worksNumbers: [Int] = []
  private var codes: Set<ProjectCode> = []

  package init(_ inputs: [Input<IntakeAction>]) {
    for input in inputs {
      switch input {
      case .message(let arrival, let envelope):
        let submission = SubmissionReader.read(arrival, envelope)
        self.submissions[arrival.key] = submission
        if let submission = try? submission.get() { self.note(submission) }
      case .action(.submit(let submission)): self.note(submission)
      case .action(.register(let project)):
        self.codes.insert(project.code)
        self.worksNumbers.append(project.worksNumber)
      case .deadline: break
      }
    }
  }

  /// In the order in which they are locked.
  package var projects: [ProjectCode] { self.codes.sorted { $0.text < $1.text } }

  private mutating func note(_ submission: Submission) {
    self.codes.insert(submission.report.unit.project)
    self.complaints.append(submission.key)
  }
}
