package import Foundation
package import Messages
import WorkCalendar

/// Homes out of a table: one line a home, or several where it has several builders, periods or residents (S15).
///
/// The first line names the columns, in any order. What is wrong is named by line and column: `lines[3].delivered_on`.
package struct PropertyImport: Sendable {
  /// A fact and the line that it was first read from.
  package struct Item: Sendable {
    package let fact: PropertyFact
    package let line: Int
  }

  /// What came of it, or would.
  package struct Outcome: Sendable, Equatable {
    package let homes: Int
    /// Facts that were known already, or are older than what is known.
    package let unchanged: Int
    /// Never of a real run, which is refused instead.
    package let faults: [Fault]

    package init(homes: Int, unchanged: Int, faults: [Fault]) {
      self.homes = homes
      self.unchanged = unchanged
      self.faults = faults
    }
  }

  /// Lines beyond these are refused: a table of a large project has a few thousand.
  package static let mostLines = 20_000

  /// What the first line may name.
  package static let columns = PropertyImportRow.known

  /// Buildings first, then homes, so that a day of delivery is seen against the completion of the same table.
  package private(set) var items: [Item] = []
  /// What could not be read.
  package private(set) var faults: [Fault] = []
  package private(set) var homes = 0

  /// - Parameters:
  ///   - reference: names this import in what it changes.
  ///   - asOf: when the table was right: facts that are known to be newer are left alone.
  package init(_ bytes: [UInt8], reference: String, asOf: Date) {
    do throws(Rejected) {
      let table = try CSVTable(bytes)
      guard let header = table.rows.first else { throw Rejected("", .empty, "The table has no line.") }
      let rows = table.rows.dropFirst()
      guard rows.count <= Self.mostLines else {
        throw Rejected("", .tooLong, "The table has \(rows.count) lines; \(Self.mostLines) are allowed.")
      }
      let columns = try PropertyImportRow.columns(of: header)
      var gathered = PropertyImportHomes()
      for row in rows {
        do throws(Rejected) {
          gathered.add(try PropertyImportRow(row, columns: columns), line: row.line)
        } catch {
          self.faults += error.faults
        }
      }
      self.faults += gathered.faults
      self.items = gathered.items(reference: reference, asOf: asOf)
      self.homes = gathered.count
    } catch {
      self.faults += error.faults
    }
  }

  /// A fault of the register, at the line and column that the fact was read from.
  func located(_ fault: Fault, of item: Item) -> Fault {
    let column =
      switch fault.path {
      case "unit.project", "project": "project"
      case "deliveredOn": "delivered_on"
      case "completedOn": "completed_on"
      default: fault.path
      }
    return Fault("lines[\(item.line)].\(column)", fault.code, fault.message)
  }

  /// Takes the facts into the register, all or none.
  /// - Returns: what others have to be told, and what came of it; of a dry run nothing is told.
  /// - Throws: everything that is wrong, unless it is a dry run.
  package func apply(
    to register: inout PropertyRegister, isDryRun: Bool, now: Date
  ) throws(Rejected) -> (events: [PropertyEvent], outcome: Outcome) {
    var changed = register
    var (events, unchanged, faults): ([PropertyEvent], Int, [Fault]) = ([], 0, self.faults)
    for item in self.items {
      do throws(Rejected) {
        let news = try changed.take(item.fact, now: now)
        if news.isEmpty { unchanged += 1 }
        events += news
      } catch {
        faults += error.faults.map { self.located($0, of: item) }
      }
    }
    let outcome = Outcome(homes: self.homes, unchanged: unchanged, faults: faults)
    if isDryRun { return ([], outcome) }
    guard faults.isEmpty else { throw Rejected(faults) }
    register = changed
    return (events, outcome)
  }
}
