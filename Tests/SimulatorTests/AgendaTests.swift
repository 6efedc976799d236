import Foundation
import TestSupport
import Testing

@testable import Simulator

@Suite("Agenda")
struct AgendaTests {
  @Test("gives what is due in the order of its time, and of one time in the order of its adding")
  func order() {
    var generator = SeededGenerator()
    var agenda = Agenda<Int>()
    var added: [(due: Int, item: Int)] = []
    for item in 0..<500 {
      let due = Int.random(in: 0..<60, using: &generator)
      agenda.add(item, at: Date(timeIntervalSince1970: Double(due)))
      added.append((due, item))
    }
    var taken: [Int] = []
    while let item = agenda.takeFirst(dueBy: .distantFuture) { taken.append(item) }
    let expected = added.sorted { ($0.due, $0.item) < ($1.due, $1.item) }.map(\.item)
    #expect(taken == expected, "\(generator)")
  }

  @Test("keeps what is not due")
  func notDue() {
    var agenda = Agenda<String>()
    agenda.add("later", at: Date(timeIntervalSince1970: 20))
    #expect(agenda.takeFirst(dueBy: Date(timeIntervalSince1970: 19)) == nil)
    #expect(agenda.nextDueAt == Date(timeIntervalSince1970: 20))
    #expect(agenda.takeFirst(dueBy: Date(timeIntervalSince1970: 20)) == "later")
    #expect(agenda.nextDueAt == nil)
  }

  @Test("gives up what is not wanted any more, and keeps the rest in order")
  func removal() {
    var generator = SeededGenerator()
    var agenda = Agenda<Int>()
    for item in (0..<100).shuffled(using: &generator) {
      agenda.add(item, at: Date(timeIntervalSince1970: Double(item)))
    }
    #expect(agenda.removeAll { $0.isMultiple(of: 3) }.sorted() == Array(stride(from: 0, to: 100, by: 3)))
    var taken: [Int] = []
    while let item = agenda.takeFirst(dueBy: .distantFuture) { taken.append(item) }
    #expect(taken == (0..<100).filter { !$0.isMultiple(of: 3) }, "\(generator)")
  }
}
