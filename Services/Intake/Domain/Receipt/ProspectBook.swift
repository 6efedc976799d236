package import Foundation
package import Messages

/// The prospects that a batch takes down or hands over.
package struct ProspectBook: Sendable {
  private struct Series: Hashable {
    let project: ProjectCode
    let year: Int
  }

  private var prospects: [ProspectNumber: Prospect]
  private var lastSerials: [Series: Int]
  private var changedNumbers: Set<ProspectNumber> = []

  /// - Parameter last: the last number of each series.
  package init(_ prospects: [Prospect] = [], last: [ProspectNumber] = []) {
    self.prospects = Dictionary(prospects.map { ($0.number, $0) }) { first, _ in first }
    self.lastSerials = Dictionary(
      last.map { (Series(project: $0.project, year: $0.year), $0.serial) }, uniquingKeysWith: max)
  }

  /// In the order of their numbers.
  package var changed: [Prospect] {
    self.changedNumbers.compactMap { self.prospects[$0] }.sorted { $0.number.text < $1.number.text }
  }

  /// - Parameter year: that of recording.
  package mutating func add(_ note: ProspectNote, year: Int, now: Date) throws(Rejected) -> Prospect {
    let series = Series(project: note.project, year: year)
    let serial = (self.lastSerials[series] ?? 0) + 1
    let prospect = try note.prospect(
      ProspectNumber(project: note.project, year: year, serial: serial), now: now)
    self.lastSerials[series] = serial
    self.put(prospect)
    return prospect
  }

  package mutating func take(_ number: ProspectNumber, by author: Author, now: Date) throws(Rejected) -> Prospect {
    guard var prospect = self.prospects[number] else {
      throw Rejected("number", .notFound, "No prospective customer has this number.")
    }
    try prospect.take(by: author, now: now)
    self.put(prospect)
    return prospect
  }

  private mutating func put(_ prospect: Prospect) {
    self.prospects[prospect.number] = prospect
    self.changedNumbers.insert(prospect.number)
  }
}
