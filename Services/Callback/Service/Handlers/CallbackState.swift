package import CallbackDomain
package import Messages

/// What a batch of callback knows and changes.
package struct CallbackState: Sendable {
  private let loaded: [ComplaintNumber: ComplaintCallbacks]
  private var current: [ComplaintNumber: ComplaintCallbacks]
  /// Of the projects that the batch is about, where a policy is assigned to companies.
  let companies: [ProjectCode: String]
  /// Complaints of which no customer's words are to be left.
  var anonymised: [ComplaintNumber] = []
  private var told: [ProjectCode: ProjectChanged] = [:]

  package init(_ complaints: [ComplaintCallbacks], companies: [(ProjectCode, String)] = []) {
    self.companies = Dictionary(companies) { first, _ in first }
    self.loaded = Dictionary(complaints.map { ($0.complaint, $0) }) { first, _ in first }
    self.current = self.loaded
  }

  /// The callbacks of a complaint, none of them where nothing has been scheduled yet.
  subscript(complaint: ComplaintNumber) -> ComplaintCallbacks {
    get { self.current[complaint] ?? ComplaintCallbacks(complaint: complaint) }
    set { self.current[complaint] = newValue }
  }

  /// Of a project that is told of twice the newer word counts.
  mutating func told(_ project: ProjectChanged) {
    if let known = self.told[project.project], known.changedAt > project.changedAt { return }
    self.told[project.project] = project
  }

  // MARK: - What has changed, in the order of the numbers, as it was locked

  var toldProjects: [ProjectChanged] { self.told.values.sorted { $0.project.text < $1.project.text } }

  package var newComplaints: [ComplaintCallbacks] { self.changed.filter { self.loaded[$0.complaint] == nil } }

  package var countedComplaints: [ComplaintCallbacks] { self.changed.filter { self.loaded[$0.complaint] != nil } }

  package var newCallbacks: [Callback] { self.callbacks { $0 == nil } }

  package var changedCallbacks: [Callback] { self.callbacks { $0 != nil } }

  private var changed: [ComplaintCallbacks] {
    self.current.values.filter { $0.version > 0 && $0 != self.loaded[$0.complaint] }
      .sorted { $0.complaint.text < $1.complaint.text }
  }

  /// Those that differ from what was loaded, chosen by what that was.
  private func callbacks(where isWanted: (Callback?) -> Bool) -> [Callback] {
    self.changed.flatMap { complaint in
      complaint.callbacks.values.filter { callback in
        let before = self.loaded[complaint.complaint]?[callback.number]
        return callback != before && isWanted(before)
      }
      .sorted { $0.number.text < $1.number.text }
    }
  }
}
