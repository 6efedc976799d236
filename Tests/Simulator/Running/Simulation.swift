import AMQP
import Foundation
import Logging
import Messages
import Messaging
import UnixSignals

/// One run: everybody is registered, the complaints are handed in, and whoever hears of something acts.
struct Simulation: Sendable {
  private static let workers = 32
  /// Nothing has happened for so long: what is missing will not come.
  private static let silence: TimeInterval = 60

  private let options: Options
  private let complaints: [RecordedComplaint]
  private let office: PropertyOffice
  private let firms: [Firm]
  private let tally = Tally()
  private let town: Town
  private let diary: Diary
  private let publishers: OutsidePublishers
  private let listener: EventListener
  private let performer: Performer

  init(options: Options, complaints: [RecordedComplaint], journal: Journal?, logger: Logger) {
    let chance = Chance(seed: options.seed)
    let firms = Firm.all(brokerUsers: options.contractors.map(\.user))
    self.options = options
    self.complaints = complaints
    self.office = PropertyOffice(chance: chance, pace: options.pace)
    self.firms = firms
    self.town = Town(
      chance: chance, pace: options.pace, firms: firms, complaints: complaints, brokenMessages: options.broken,
      tally: self.tally, journal: journal)
    self.diary = Diary(clock: options.clock, until: options.until ?? .distantFuture, workers: Self.workers)
    self.publishers = OutsidePublishers(configurations: [options.office] + options.contractors, logger: logger)
    self.listener = EventListener(
      configuration: options.observer, name: "simulator-\(UInt32.random(in: .min ... .max))", logger: logger)
    self.performer = Performer(
      publishers: self.publishers, client: ServiceClient(addresses: options.addresses),
      town: self.town, tally: self.tally, journal: journal)
  }

  /// - Returns: whether everything went as it should.
  func run() async throws -> Bool {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await self.publishers.run() }
      group.addTask { await self.listen() }
      try await self.prepare()
      for _ in 0..<Self.workers { group.addTask { await self.work() } }
      group.addTask { await self.showProgress() }
      group.addTask { await self.endHandingInWhenAsked() }
      await self.untilEnd()
      await self.diary.close()
      group.cancelAll()
      try await group.waitForAll()
    }
    return await self.conclude()
  }

  private func listen() async {
    await self.listener.run { events in
      await self.diary.add(await self.town.hear(events))
    } illegible: { routingKey in
      await self.tally.surprise("an event with routing key \(routingKey) is no CloudEvent in binary mode")
    }
  }

  /// Projects and contractors come first, then what the property office will send; nothing is heard too late.
  private func prepare() async throws {
    let registrar = Registrar(client: self.performer.client)
    try await registrar.register(Borough.allCases, self.firms)
    let giveUpAt = Date() + Self.silence
    while await !self.listener.isReady {
      guard Date() < giveUpAt else { throw SimulatorError("The broker does not let the observer listen.") }
      try await SystemClock().sleep(until: Date() + 0.1)
    }
    let complaints = try self.complaints.map { try self.office.submission(of: $0) }
    let repetitions = try self.office.repetitions(self.options.repeats, of: self.complaints)
    let broken = try self.office.brokenMessages(self.options.broken, of: self.complaints)
    guard let rate = self.options.rate else {
      let facts = try self.office.facts(about: self.complaints)
      return await self.diary.add(facts + complaints + repetitions + broken)
    }
    await self.diary.add(self.paced(complaints, repetitions, broken, rate: TimeInterval(rate)))
  }

  /// So many complaints a second from now on; each repetition half a second after the first, broken ones in between.
  private func paced(_ complaints: [Deed], _ repetitions: [Deed], _ broken: [Deed], rate: TimeInterval) -> [Deed] {
    let start = self.options.clock.now
    let times = Dictionary(
      complaints.enumerated().map { ($1.subject, start + TimeInterval($0) / rate) }, uniquingKeysWith: min)
    let length = TimeInterval(complaints.count) / rate
    return complaints.map { $0.moved(to: times[$0.subject] ?? start) }
      + repetitions.map { $0.moved(to: (times[$0.subject] ?? start) + 0.5) }
      + broken.enumerated().map { $1.moved(to: start + length * TimeInterval($0) / TimeInterval(broken.count)) }
  }

  /// The first SIGINT; a second one finds nothing more to end.
  private func endHandingInWhenAsked() async {
    for await _ in await UnixSignalsSequence(trapping: .sigint) {
      let handedInByOffice: Set<Deed.Kind> = [.complaint, .repeatedComplaint, .brokenMessage]
      await self.town.forget(self.diary.cancel { handedInByOffice.contains($0.kind) })
    }
  }

  private func work() async {
    while let deed = await self.diary.next() { await self.performer.perform(deed) }
  }

  /// With an end in simulated time, until then and until everything due has been done; otherwise until all is settled.
  private func untilEnd() async {
    var (activity, silentSince) = (0, Date())
    while true {
      try? await SystemClock().sleep(until: Date() + 0.1)
      let hasEnded =
        if let until = self.options.until { self.options.clock.now >= until } else { await self.town.isSettled }
      if hasEnded, await self.diary.isEmpty { return }
      let now = await self.town.activity + self.tally.activity
      if now != activity { (activity, silentSince) = (now, Date()) }
      if self.options.until == nil, Date().timeIntervalSince(silentSince) > Self.silence {
        return await self.tally.surprise("nothing has happened for \(Int(Self.silence)) seconds")
      }
    }
  }

  private func showProgress() async {
    while (try? await SystemClock().sleep(until: Date() + 5)) != nil { await self.printProgress() }
  }

  private func printProgress() async {
    let (registered, closed) = (await self.town.registered, await self.town.closed)
    let time = RFC3339.string(from: self.options.clock.now.addingTimeInterval(8 * 3600)).prefix(16)
      .replacing("T", with: " ")
    say(
      "\(time)  published \(await self.tally.published)  registered \(registered)  assigned \(await self.town.assigned)"
        + "  closed \(closed)  open \(registered - closed)")
  }

  private func conclude() async -> Bool {
    await self.printProgress()
    if await !self.town.isAnswered {
      await self.tally.surprise(
        "\(self.complaints.count) complaints and \(self.options.broken) broken messages were handed in, but "
          + "\(await self.town.registered) were registered and \(await self.town.rejected) refused")
    }
    for line in await self.tally.lines { say(line) }
    say("heard \(await self.town.activity) events, of them \(await self.town.missedDeadlines) missed deadlines")
    if let summary = self.options.summary {
      let text = "published=\(await self.tally.published)\nresent=\(await self.tally.resent)\n"
      do {
        try text.write(toFile: summary, atomically: true, encoding: .utf8)
      } catch {
        await self.tally.surprise("the summary cannot be written: \(error.localizedDescription)")
      }
    }
    return await self.tally.surprises.isEmpty
  }
}
