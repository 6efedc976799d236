import Foundation
import IntakeDomain
import IntakeService
import Messages
import Messaging

/// Hands in what owners complain about: by message or by form, once and again, and broken.
struct PropertyOffice {
  let world: World
  let intake: SimulatedService<IntakeTables>
  private static let user = "pms"

  private var letterbox: Letterbox { Letterbox(world: self.world) }

  func handIn(_ story: Story) {
    guard self.intake.tables.projects[story.project] != nil else {
      return self.world.after(.hour) { self.handIn(story) }
    }
    let report = self.report(story)
    self.world.note("office", story.reference, "hands in")
    if story.isHandedInByForm {
      self.fillIn(report, story)
    } else {
      self.send(report, id: story.reference, story)
    }
    var chance = Chance.of(self.world.plan.seed, 11, story.number)
    for extra in story.extras {
      self.world.after(chance.number(0...2 * .day)) { self.sendExtra(extra, report, story) }
    }
    if let broken = story.broken {
      self.world.after(chance.number(0...2 * .day)) { self.send(broken, story) }
    }
  }

  private func report(_ story: Story, content: String = "卫生间吊顶漏水。") -> ComplaintReported {
    ComplaintReported(
      reference: story.reference, receivedAt: self.world.clock.addingTimeInterval(-600), channel: .propertyOffice,
      kind: story.kind, customer: Customer(surname: "王", telephone: "13800138000"),
      unit: UnitAddress(project: story.project, building: "3", unit: "1201", location: nil),
      buildingPart: story.part, content: content, categoryHint: story.categoryHint)
  }

  private func send(_ report: ComplaintReported, id: String, _ story: Story, _ expectation: Expectation? = nil) {
    guard let body = try? MessageCoding.encode(report) else { return }
    let isContradicted = story.extras.contains(.contradiction)
    self.letterbox.send(
      self.letterbox.message(
        body, type: ComplaintReported.type, id: id, by: Self.user, isStructured: story.isStructured),
      expectation ?? (isContradicted ? .either : .good), about: story.number)
  }

  /// Until it is known to be there: who hears nothing hands it in again.
  private func fillIn(_ report: ComplaintReported, _ story: Story) {
    self.intake.perform(.submit(Submission(source: "/\(Self.user)", report: report)), about: story.number) { answer in
      guard case .unavailable = answer else { return }
      self.world.after(10 * .minute) { self.fillIn(report, story) }
    }
  }

  private func sendExtra(_ extra: Story.Extra, _ report: ComplaintReported, _ story: Story) {
    switch extra {
    case .sameMessage: self.send(report, id: story.reference, story)
    case .sameWords: self.send(report, id: "\(story.reference)-again", story)
    case .contradiction:
      let other = ComplaintReported(
        reference: report.reference, receivedAt: report.receivedAt, channel: report.channel, kind: report.kind,
        customer: report.customer, unit: report.unit, buildingPart: report.buildingPart, content: "楼上已关水阀。",
        categoryHint: report.categoryHint)
      self.send(other, id: "\(story.reference)-other", story, .either)
    }
  }

  private func send(_ broken: BrokenSubmission, _ story: Story) {
    let sound = self.report(story)
    let (id, reference) = ("\(story.reference)-broken", "X\(story.number)")
    func words(_ type: String = ComplaintReported.type, received: Date? = nil, project: ProjectCode? = nil) -> [UInt8] {
      let report = ComplaintReported(
        reference: reference, receivedAt: received ?? sound.receivedAt, channel: sound.channel, kind: sound.kind,
        customer: sound.customer,
        unit: UnitAddress(project: project ?? story.project, building: "3", unit: "1201", location: nil),
        buildingPart: sound.buildingPart, content: sound.content)
      return (try? MessageCoding.encode(report)) ?? []
    }
    let text = { String(decoding: words(), as: UTF8.self) }
    let type = ComplaintReported.type
    let message =
      switch broken {
      case .noJSON: self.letterbox.message(Array("{\"reference\":".utf8), type: type, id: id, by: Self.user)
      case .missingField:
        self.letterbox.message(
          Array(text().replacing("\"kind\"", with: "\"kin\"").utf8), type: type, id: id, by: Self.user)
      case .wrongWord:
        self.letterbox.message(
          Array(text().replacing("property-office", with: "carrier-pigeon").utf8), type: type, id: id, by: Self.user)
      case .inTheFuture:
        self.letterbox.message(
          words(received: self.world.clock.addingTimeInterval(400 * 86_400)), type: type, id: id, by: Self.user)
      case .unknownProject:
        self.letterbox.message(words(project: ProjectCode("NOWHERE")), type: type, id: id, by: Self.user)
      case .foreignSender: self.letterbox.message(words(), type: type, id: id, by: Self.user, source: "/wx-1")
      case .unknownType:
        self.letterbox.message(Array("{}".utf8), type: type, id: "", by: Self.user)
      }
    self.letterbox.send(message, .broken, about: story.number)
  }
}
