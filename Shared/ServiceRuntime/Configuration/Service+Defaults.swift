import Messages

extension Service {
  /// What the service is for, in the two lines that begin its `--help`.
  var summary: String {
    switch self {
    case .intake:
      """
      intake registers what customers say: once, numbered and graded, whichever door it comes through.
      Bad input is refused with every reason at once.
      """
    case .dispatch:
      """
      dispatch leads a case from its registration to its closing: who is responsible, by when, and what comes next.
      A limit that passes without its step is reported once.
      """
    case .contractors:
      """
      contractors awards repair orders to contractors, issues commission letters and follows the work to the signature.
      A completion counts only from the contractor who holds the order.
      """
    case .callback:
      """
      callback asks customers whether they are satisfied: before a case is closed, and again a week later.
      What they answer closes the case or sends it round again.
      """
    case .reporting:
      """
      reporting gathers everybody's events into the status table and the weekly report.
      It answers questions and changes nothing.
      """
    case .outside:
      ""
    }
  }

  /// Ports in a row, so that the five run beside each other on one machine without further words.
  private var offset: Int {
    switch self {
    case .intake: 1
    case .dispatch: 2
    case .contractors: 3
    case .callback: 4
    case .reporting: 5
    case .outside: 0
    }
  }

  var defaultHTTPPort: Int { 8080 + self.offset }
  var defaultAdminPort: Int { 9080 + self.offset }
}
