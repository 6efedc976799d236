package import Messages
package import Postgres

/// What is run in one transaction: all items at first; if the database refuses what one of them wrote, each alone; and the
/// one that is refused alone too, with its fault, to be put aside. No I/O.
package struct BatchIsolation<Item: Sendable>: Sendable {
  package struct Run: Sendable {
    package let items: [Item]
    /// The only item is not handled again, but put aside for this.
    package let fault: Fault?
  }

  /// How often an input that the database refuses is tried alone before it is given up: somebody else may have written
  /// between our load and our write, and is seen the next time.
  static var attemptsAlone: Int { 3 }

  /// Nil when everything has been dealt with.
  package private(set) var next: Run?
  private var waiting: ArraySlice<Item> = []
  private var attempts = 0

  package init(_ items: [Item]) {
    self.next = Run(items: items, fault: nil)
  }

  /// What `next` said is committed.
  package mutating func succeeded() {
    self.attempts = 0
    self.next = self.waiting.popFirst().map { Run(items: [$0], fault: nil) }
  }

  /// The database has refused what `next` said.
  /// - Returns: false when nobody's input is to blame: the batch has to wait.
  package mutating func refused(_ error: PostgresError) -> Bool {
    guard error.blamesInput, let run = self.next, run.fault == nil else { return false }
    if run.items.count > 1 {
      self.waiting = run.items[...]
      self.succeeded()
      return true
    }
    self.attempts += 1
    if self.attempts == Self.attemptsAlone { self.next = Run(items: run.items, fault: error.fault) }
    return true
  }
}
