import Foundation

/// What is to be done and when: the earliest first, and what is due at the same time in the order in which it was added.
///
/// A binary heap; it knows no clock.
struct Agenda<Item> {
  private struct Entry: Comparable {
    let dueAt: Date
    let place: Int
    let item: Item

    static func == (left: Entry, right: Entry) -> Bool { left.place == right.place }
    static func < (left: Entry, right: Entry) -> Bool { (left.dueAt, left.place) < (right.dueAt, right.place) }
  }

  private var heap: [Entry] = []
  private var added = 0

  /// When the first item is due; nil when there is none.
  var nextDueAt: Date? { self.heap.first?.dueAt }

  mutating func add(_ item: Item, at dueAt: Date) {
    self.heap.append(Entry(dueAt: dueAt, place: self.added, item: item))
    self.added += 1
    self.siftUp(from: self.heap.count - 1)
  }

  /// - Returns: nil when nothing is due at `now`.
  mutating func takeFirst(dueBy now: Date) -> Item? {
    guard let first = self.heap.first, first.dueAt <= now else { return nil }
    let last = self.heap.removeLast()
    if !self.heap.isEmpty {
      self.heap[0] = last
      self.siftDown()
    }
    return first.item
  }

  /// Takes out what is not wanted any more, due or not.
  mutating func removeAll(where isUnwanted: (Item) -> Bool) -> [Item] {
    let (kept, removed) = (self.heap.filter { !isUnwanted($0.item) }, self.heap.filter { isUnwanted($0.item) })
    // A sorted list is a heap.
    self.heap = kept.sorted()
    return removed.map(\.item)
  }

  private mutating func siftUp(from start: Int) {
    var child = start
    while child > 0 {
      let parent = (child - 1) / 2
      guard self.heap[child] < self.heap[parent] else { return }
      self.heap.swapAt(child, parent)
      child = parent
    }
  }

  private mutating func siftDown() {
    var parent = 0
    while true {
      let children = [2 * parent + 1, 2 * parent + 2].filter { $0 < self.heap.count }
      guard let child = children.min(by: { self.heap[$0] < self.heap[$1] }), self.heap[child] < self.heap[parent]
      else { return }
      self.heap.swapAt(child, parent)
      parent = child
    }
  }
}
