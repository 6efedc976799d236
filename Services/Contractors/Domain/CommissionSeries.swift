package import Messages

/// The running numbers of one project's commission letters: without gaps, never reused.
package struct CommissionSeries: Sendable, Equatable {
  package let project: Project
  /// 0 before the first letter.
  package private(set) var lastSerial: Int

  package init(project: Project, lastSerial: Int) {
    self.project = project
    self.lastSerial = lastSerial
  }

  package mutating func next(prefix: String) -> CommissionNumber {
    self.lastSerial += 1
    return CommissionNumber(prefix: prefix, worksNumber: self.project.worksNumber, serial: self.lastSerial)
  }
}
