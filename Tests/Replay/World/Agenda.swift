/// What will happen, in order of time; at the same time in the order in which it was decided. A binary heap.
struct Agenda {
  private struct Entry {
    let at: Span
    let order: Int
    let action: () -> Void

    func isBefore(_ other: Entry) -> Bool { (self.at, self.order) < (other.at, other.order) }
  }

  private var entries: [Entry] = []
  private var count = 0
  /// The world's time: nothing changes it but what happens.
  private(set) var now: Span = 0

  mutating func add(at time: Span, _ action: @escaping () -> Void) {
    self.count += 1
    self.entries.append(Entry(at: Swift.max(time, self.now), order: self.count, action: action))
    var child = self.entries.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard self.entries[child].isBefore(self.entries[parent]) else { break }
      self.entries.swapAt(child, parent)
      child = parent
    }
  }

  /// What is next, and lets its time come.
  mutating func next() -> (() -> Void)? {
    guard let first = self.entries.first else { return nil }
    self.now = first.at
    self.entries.swapAt(0, self.entries.count - 1)
    self.entries.removeLast()
    var parent = 0
    while true {
      var child = 2 * parent + 1
      guard child < self.entries.count else { break }
      if child + 1 < self.entries.count, self.entries[child + 1].isBefore(self.entries[child]) { child += 1 }
      guard self.entries[child].isBefore(self.entries[parent]) else { break }
      self.entries.swapAt(child, parent)
      parent = child
    }
    return first.action
  }
}
