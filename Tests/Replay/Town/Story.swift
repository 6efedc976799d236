import Foundation
import Messages

/// One complaint and the people around it: what they say, and how they will behave. The same for the same seed and number.
struct Story {
  /// What else the owner's office sends.
  enum Extra: CaseIterable {
    /// The same message again.
    case sameMessage
    /// The same words in another message.
    case sameWords
    /// Other words under the same reference.
    case contradiction
  }

  let number: Int
  /// When it is handed in.
  let at: Span
  let isHandedInByForm: Bool
  let isStructured: Bool
  let project: ProjectCode
  let part: BuildingPart
  let kind: ComplaintKind
  let categoryHint: Messages.Category?
  let extras: [Extra]
  /// A message beside it that is broken in this way.
  let broken: BrokenSubmission?
  /// So many answers of the owner say that he is not satisfied.
  let dissatisfied: Int
  /// So many times the developer does not accept the work, or the owner does not sign.
  let unaccepted: Int
  let unsigned: Int
  let isContractorForgetful: Bool
  let strangeCompletion: StrangeCompletion?
  /// Somebody does what he should not, at any time.
  let meddlings: Int

  private static let parts: [BuildingPart] = [
    .waterproofing, .mainStructure, .heating, .plumbing, .electricLines, .equipment, .decoration, .doorsWindows,
    .waterproofing, .propertyService, .other,
  ]

  init(seed: UInt64, number: Int, projects: [ProjectCode]) {
    var chance = Chance.of(seed, 10, number)
    self.number = number
    self.at = .day + chance.number(0...10 * .day)
    self.isHandedInByForm = chance.happens(0.2)
    self.isStructured = chance.happens(0.3)
    self.project = chance.pick(projects)
    self.part = chance.pick(Self.parts)
    // Not simulated: suggestions, which have a flow of their own (3.2), and reports on staff, which nobody is told of.
    let kinds = ComplaintKind.known.filter { $0 != .suggestion && $0 != .staffMisconduct }
    self.kind = chance.happens(0.8) ? .complaint : chance.pick(kinds)
    self.categoryHint = chance.happens(0.2) ? chance.pick(Messages.Category.known) : nil
    self.extras = Extra.allCases.filter { _ in chance.happens(0.08) }
    self.broken = chance.happens(0.1) ? chance.pick(BrokenSubmission.allCases) : nil
    self.dissatisfied = chance.happens(0.2) ? chance.number(1...2) : 0
    self.unaccepted = chance.happens(0.15) ? 1 : 0
    self.unsigned = chance.happens(0.1) ? 1 : 0
    self.isContractorForgetful = chance.happens(0.1)
    self.strangeCompletion = chance.happens(0.15) ? chance.pick(StrangeCompletion.allCases) : nil
    self.meddlings = chance.happens(0.1) ? chance.number(1...3) : 0
  }

  var reference: String { "C\(self.number)" }
}

/// How a submission can be broken on purpose.
enum BrokenSubmission: CaseIterable {
  case noJSON, missingField, wrongWord, inTheFuture, unknownProject, foreignSender, unknownType
}

/// What a contractor's system does beside the one right message.
enum StrangeCompletion: CaseIterable {
  case sameMessage, sameWords, otherReference, otherWords, ofAnother, ofNothing
}
