import Messages
import Messaging
import TestSupport
import Testing

@testable import Replay

@Suite("The parts of the simulated world")
struct PartsTests {
  @Test("What is on the agenda happens in order of time, and at one time in the order in which it was decided")
  func agenda() {
    var random = SeededGenerator()
    var agenda = Agenda()
    var seen: [[Int]] = []
    for order in 0..<500 {
      let time = Int.random(in: 0...50, using: &random)
      agenda.add(at: time) { seen.append([time, order]) }
    }
    while let action = agenda.next() { action() }
    #expect(seen.count == 500)
    #expect(seen == seen.sorted { $0.lexicographicallyPrecedes($1) }, "\(random)")
  }

  @Test("A queue gives what came back before what came later, in its order")
  func queue() {
    let queue = SimulatedQueue(name: "a", service: .intake, consumer: "a")
    for number in 1...4 { queue.append(Self.parcel(number)) }
    let taken = queue.take(atMost: 3)
    queue.append(Self.parcel(5))
    queue.giveBack(Array(taken.dropFirst()))
    #expect(queue.take(atMost: 10).map(\.letter.message.routingKey) == ["2", "3", "4", "5"])
  }

  @Test("A message that comes back too often is among the dead letters")
  func deadLetter() {
    let queue = SimulatedQueue(name: "a", service: .intake, consumer: "a")
    queue.append(Self.parcel(1))
    var returns = 0
    while queue.count > 0 {
      queue.giveBack(queue.take(atMost: 1))
      returns += 1
    }
    #expect(returns == 21)
    #expect(queue.dead.count == 1)
  }

  @Test("A chance is the same for the same words, and another for others")
  func chance() {
    var (first, again, other) = (Chance.of(3, 1, 2), Chance.of(3, 1, 2), Chance.of(3, 2, 1))
    let (number, same, different) = (first.next(), again.next(), other.next())
    #expect(same == number)
    #expect(different != number)
  }

  @Test("A fault's mark is read as it is written", arguments: FaultKind.allCases)
  func mark(_ kind: FaultKind) {
    for place in FaultPlace.allCases {
      let mark = FaultMark(kind: kind, story: 7, place: place, occasion: 3)
      #expect(FaultMark(mark.description) == mark)
    }
  }

  @Test(
    "A command line that says nothing, or what does not exist, is refused",
    arguments: [[], ["--seed"], ["--seed", "x"], ["--cases", "3"], ["--seed", "1", "--faults", "flood"], ["--what"]])
  func usage(_ arguments: [String]) {
    #expect(throws: UsageError.self) { try Options(arguments) }
  }

  @Test("A file of seeds has one on a line, with options, and comments")
  func seeds() throws {
    let plans = try Options.plans("# nothing\n5\n6 --cases 2 --faults none # two calm ones\n")
    #expect(plans.map(\.seed) == [5, 6])
    #expect(plans.map(\.complaints.count) == [Options.usualCases, 2])
    #expect(plans[1].faults.isEmpty)
  }

  private static func parcel(_ number: Int) -> Parcel {
    Parcel(letter: Letter(TransportMessage(exchange: "a", routingKey: "\(number)", body: []), .good))
  }
}
