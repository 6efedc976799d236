import DurableMessaging
import Foundation
import Hummingbird
import IntakeDomain
import Messages
import Postgres
import ServiceRuntime

/// The rules of grading: looked at, tried on the past, proposed, put into force.
struct TriageRoutes {
  let service: RunningService<IntakeHandler>

  var endpoints: [Endpoint] {
    [
      Endpoint(
        .get, "/triage-rules", "listTriageRules", TermName("分级规则", "List the versions of the rules of grading"),
        for: .customerService + .posts(.administrator, .auditor),
        answers: [.json(RuleSetList.self, "The newest first.")], use: self.rules),
      Endpoint(
        .post, "/triage-rules/preview", "previewTriageRules",
        TermName("试算分级规则", "Try rules on complaints of the past"),
        notes: "Changes nothing; names complaints by number only.",
        for: .posts(.customerServiceManager, .informationSupervisor, .administrator),
        reading: { fields, _ in Trial.read(&fields) },
        answers: [.json(PreviewView.self, "What the rules would have made of them.")], use: self.preview),
      Endpoint(
        .post, "/triage-rules", "proposeTriageRules", TermName("提出分级规则", "Propose another version of the rules"),
        notes: "It grades nothing before it is put into force.",
        for: .posts(.customerServiceManager, .informationSupervisor, .administrator),
        reading: { fields, caller in Proposal.read(&fields, caller) },
        answers: [.json(.created, VersionView.self, "Its version.")], use: self.propose),
      Endpoint(
        .post, "/triage-rules/{version}/activation", "activateTriageRules",
        TermName("启用分级规则", "Put a version of the rules into force"), for: .posts(.customerServiceManager),
        path: [PathParameter("version", RuleVersion.self)],
        answers: [.json(VersionView.self, "The version that is in force now.")], use: self.activate),
    ]
  }

  @Sendable private func rules(request: Request, context: ServiceRequestContext) async throws -> Response {
    respond(RuleSetList(versions: try await self.service.pool.execute(ListTriageRules()).map(RuleSetView.init)))
  }

  @Sendable private func preview(
    request: Request, context: ServiceRequestContext, trial: Trial
  ) async throws -> Response {
    try context.caller.requireScope(trial.project)
    let complaints = try await self.service.pool.execute(LastComplaints(project: trial.project, limit: trial.last))
    let current = try await self.service.pool.execute(ListTriageRules()).first(where: \.isActive)?.rules
    return respond(
      PreviewView(
        TriagePreview(TriageRules(version: 0, rules: trial.rules), instead: current ?? .none, over: complaints)))
  }

  @Sendable private func propose(
    request: Request, context: ServiceRequestContext, proposal: Proposal
  ) async throws -> Response {
    try context.caller.requireAllProjects(for: "The rules")
    return try await self.answer(.propose(proposal.rules, by: proposal.author), context, status: .created)
  }

  @Sendable private func activate(request: Request, context: ServiceRequestContext) async throws -> Response {
    try context.caller.requireAllProjects(for: "The rules")
    let version: RuleVersion = try context.path("version")
    return try await self.answer(.activate(rules: version.number), context, status: .ok)
  }

  private func answer(
    _ action: IntakeAction, _ context: ServiceRequestContext, status: HTTPResponse.Status
  ) async throws -> Response {
    try await self.service.perform(action, context) { reply in
      guard case .rules(let version) = reply else { throw Problem.notFound() }
      return respond(VersionView(version: version), status: status)
    }
  }
}

/// The version of a set of rules in a path.
private struct RuleVersion: Identifier {
  static let pattern = "^[1-9][0-9]{0,5}$"
  static let example = "2"

  let number: Int

  init?(_ text: String) {
    guard let number = Int(text), (1...999_999).contains(number), String(number) == text else { return nil }
    self.number = number
  }

  var text: String { String(self.number) }
}

private struct Trial {
  let rules: [TriageRule]
  let project: ProjectCode
  let last: Int

  static func read(_ fields: inout ObjectReader) -> Trial? {
    let rules = TriageRules.read(&fields)
    let project = fields.required("project", .projectCode)
    let last = fields.optional("last", .integer(1...5000))
    guard let rules, let project else { return nil }
    return Trial(rules: rules, project: project, last: last ?? 1000)
  }
}

private struct Proposal {
  let rules: [TriageRule]
  let author: Author

  static func read(_ fields: inout ObjectReader, _ caller: Caller) -> Proposal? {
    let rules = TriageRules.read(&fields)
    let person = caller.person(&fields)
    guard let rules, let person else { return nil }
    return Proposal(rules: rules, author: Author(caller, account: person))
  }
}

private struct RuleSetList: Codable {
  let versions: [RuleSetView]
}

private struct RuleSetView: Codable {
  let version: Int
  let active: Bool
  let proposedAt: Date
  let by: String
  let activatedAt: Date?
  let rules: [RuleView]

  init(_ set: TriageRuleSet) {
    self.version = set.rules.version
    self.active = set.isActive
    self.proposedAt = set.proposedAt
    self.by = set.author.account
    self.activatedAt = set.activatedAt
    self.rules = set.rules.rules.map(RuleView.init)
  }
}

private struct RuleView: Codable {
  let name: String
  let parts: [BuildingPart]
  let subparts: [BuildingSubpart]
  let kinds: [ComplaintKind]
  let channels: [Channel]
  let words: [String]
  let grade: Grade?
  let category: Messages.Category?

  init(_ rule: TriageRule) {
    self.name = rule.name
    self.parts = rule.parts.sorted { $0.rawValue < $1.rawValue }
    self.subparts = rule.subparts.sorted { $0.rawValue < $1.rawValue }
    self.kinds = rule.kinds.sorted { $0.rawValue < $1.rawValue }
    self.channels = rule.channels.sorted { $0.rawValue < $1.rawValue }
    self.words = rule.words
    self.grade = rule.grade
    self.category = rule.category
  }
}

private struct VersionView: Codable {
  let version: Int
}

private struct PreviewView: Codable {
  struct MoveView: Codable {
    let from: String
    let to: String
    let count: Int
  }

  struct HitView: Codable {
    let rule: String
    let count: Int
  }

  let looked: Int
  let changed: Int
  let grades: [MoveView]
  let categories: [MoveView]
  let samples: [ComplaintNumber]
  /// How many complaints each rule fits; one that fits none may be misspelled.
  let hits: [HitView]

  init(_ preview: TriagePreview) {
    self.looked = preview.looked
    self.changed = preview.changed
    self.grades = Self.moves(preview.grades)
    self.categories = Self.moves(preview.categories)
    self.samples = preview.samples
    self.hits = preview.hits.map { HitView(rule: $0.key, count: $0.value) }.sorted { $0.rule < $1.rule }
  }

  private static func moves(_ moves: [TriagePreview.Move: Int]) -> [MoveView] {
    moves.map { MoveView(from: $0.key.from, to: $0.key.to, count: $0.value) }
      .sorted { ($0.from, $0.to) < ($1.from, $1.to) }
  }
}
