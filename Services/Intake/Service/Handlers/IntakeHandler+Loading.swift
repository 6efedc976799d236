package import DurableMessaging
package import Foundation
import IntakeDomain
import Messages
package import Postgres
package import WorkCalendar

/// What the inputs of a batch are about, and what has become of it.
extension IntakeHandler {
  package func load(
    _ inputs: [Input<IntakeAction>], into pipeline: inout Pipeline
  ) -> @Sendable (PipelineResults) throws(PostgresError) -> IntakeState {
    let keys = IntakeKeys(inputs)
    let known = self.triage.current
    let projects = pipeline.add(LockProjects(codes: keys.projects, knownRules: known.version))
    // All others after the lock, so that what the batch before has committed is seen.
    let receiving = Receiving(keys, &pipeline)
    let changing = Changing(keys, since: { self.calendar.monthBefore($0) }, &pipeline)
    let property = Property(keys, &pipeline)
    let (calendar, triage) = (self.calendar, self.triage)
    return { results throws(PostgresError) in
      let found = try results.rows(projects)
      let rules = found.lazy.compactMap(\.rules).first ?? known
      if rules != known { triage.learn(rules) }
      let projects = found.map(\.project)
      let recent = try changing.recent(results)
      return IntakeState(
        readings: keys.readings,
        register: try receiving.register(
          results, projects: projects, triage: Triage(rules: rules), calendar: calendar),
        book: ComplaintBook(try results.rows(changing.complaints) + recent.values.flatMap(\.complaints)),
        property: try property.register(results, projects: projects, calendar: calendar),
        recent: recent.mapValues { ($0.complaints.map(\.number), $0.matters) },
        evidence: try results.rows(changing.evidence), leavingFiles: Set(try results.rows(changing.leavingFiles)),
        drafts: try results.rows(receiving.drafts),
        guide: try results.rows(changing.guide),
        prospects: ProspectBook(
          try results.rows(receiving.prospects), last: try results.rows(receiving.lastProspects)),
        misconduct: try results.rows(receiving.misconduct),
        triageVersions: try results.rows(changing.triageVersions),
        sameWorksNumbers: try results.rows(property.sameWorksNumbers))
    }
  }

  private struct Receiving {
    private var serials: PipelineTicket<LastSerials>?
    private var known: PipelineTicket<KnownComplaints>?
    private var homes: PipelineTicket<KnownHomes>?
    private(set) var drafts: PipelineTicket<LockDrafts>?
    private(set) var misconduct: PipelineTicket<KnownMisconductReports>?
    private(set) var prospects: PipelineTicket<LockProspects>?
    private(set) var lastProspects: PipelineTicket<LastProspects>?

    init(_ keys: IntakeKeys, _ pipeline: inout Pipeline) {
      if !keys.submissions.isEmpty {
        self.serials = pipeline.add(LastSerials(projects: keys.projects))
        self.known = pipeline.add(KnownComplaints(keys: keys.submissions))
        self.homes = pipeline.add(KnownHomes(homes: keys.complainedHomes.sorted))
      }
      if !keys.drafts.isEmpty { self.drafts = pipeline.add(LockDrafts(ids: keys.drafts.sorted { $0.text < $1.text })) }
      if !keys.prospects.isEmpty {
        self.prospects = pipeline.add(LockProspects(numbers: keys.prospects.sorted { $0.text < $1.text }))
      }
      if keys.notesProspects { self.lastProspects = pipeline.add(LastProspects(projects: keys.projects)) }
      if !keys.misconduct.isEmpty { self.misconduct = pipeline.add(KnownMisconductReports(keys: keys.misconduct)) }
    }

    func register(
      _ results: PipelineResults, projects: [Project], triage: Triage, calendar: WorkCalendar
    ) throws(PostgresError) -> ComplaintRegister {
      ComplaintRegister(
        projects: projects, complaints: try results.rows(self.known),
        lastSerials: Dictionary(try results.rows(self.serials)) { first, _ in first },
        knownHomes: Set(try results.rows(self.homes)), triage: triage, calendar: calendar)
    }
  }

  private struct Changing {
    private(set) var complaints: PipelineTicket<LockComplaints>?
    private var looks: [(project: ProjectCode, RecentComplaints.Ticket, KnownMatters.Ticket)] = []
    private(set) var evidence: PipelineTicket<EvidenceOfComplaints>?
    private(set) var leavingFiles: PipelineTicket<LeavingFiles>?
    private(set) var triageVersions: PipelineTicket<LockTriageVersions>?
    private(set) var guide: PipelineTicket<LockGuideEntries>?

    /// - Parameter since: the beginning of the month that ends at a moment.
    init(_ keys: IntakeKeys, since: (Date) -> Date, _ pipeline: inout Pipeline) {
      if !keys.complaints.isEmpty {
        self.complaints = pipeline.add(LockComplaints(numbers: keys.complaints.sorted { $0.text < $1.text }))
      }
      for (project, moment) in keys.looks.sorted(by: { $0.key.text < $1.key.text }) {
        self.looks.append(
          (
            project, pipeline.add(RecentComplaints(project: project, since: since(moment))),
            pipeline.add(KnownMatters(project: project))
          ))
      }
      if !keys.evidence.isEmpty {
        self.evidence = pipeline.add(EvidenceOfComplaints(complaints: Array(keys.evidence)))
      }
      if !keys.checksums.isEmpty { self.leavingFiles = pipeline.add(LeavingFiles(checksums: Array(keys.checksums))) }
      if keys.changesTriage { self.triageVersions = pipeline.add(LockTriageVersions()) }
      if !keys.guide.isEmpty {
        self.guide = pipeline.add(LockGuideEntries(keys: keys.guide.sorted { $0.text < $1.text }))
      }
    }

    func recent(
      _ results: PipelineResults
    ) throws(PostgresError) -> [ProjectCode: (complaints: [Complaint], matters: [Matter])] {
      var recent: [ProjectCode: (complaints: [Complaint], matters: [Matter])] = [:]
      for (project, complaints, matters) in self.looks {
        recent[project] = (try results.rows(complaints), try results.rows(matters))
      }
      return recent
    }
  }

  private struct Property {
    private var units: PipelineTicket<LockUnits>?
    private var neighbours: PipelineTicket<UnitsOfBuildings>?
    private var buildings: PipelineTicket<FindBuildings>?
    private(set) var sameWorksNumbers: PipelineTicket<ProjectsWithWorksNumbers>?

    init(_ keys: IntakeKeys, _ pipeline: inout Pipeline) {
      let named = keys.namedBuildings
      if !keys.homes.isEmpty { self.units = pipeline.add(LockUnits(homes: keys.homes.sorted)) }
      if !keys.buildings.isEmpty {
        self.neighbours = pipeline.add(UnitsOfBuildings(buildings: Array(keys.buildings)))
      }
      if !named.isEmpty { self.buildings = pipeline.add(FindBuildings(keys: Array(named))) }
      if !keys.worksNumbers.isEmpty {
        self.sameWorksNumbers = pipeline.add(ProjectsWithWorksNumbers(worksNumbers: keys.worksNumbers))
      }
    }

    func register(
      _ results: PipelineResults, projects: [Project], calendar: WorkCalendar
    ) throws(PostgresError) -> PropertyRegister {
      PropertyRegister(
        projects: projects, buildings: try results.rows(self.buildings),
        units: try results.rows(self.units) + results.rows(self.neighbours), calendar: calendar)
    }
  }
}

extension PreparedStatement {
  fileprivate typealias Ticket = PipelineTicket<Self>
}

extension WorkCalendar {
  /// The first instant of the day a month earlier.
  package func monthBefore(_ moment: Date) -> Date {
    self.start(of: self.subtracting(months: 1, from: self.day(of: moment)))
  }
}

extension Set<HomeAddress> {
  /// In the order in which they are locked.
  var sorted: [HomeAddress] { self.sorted { $0.subject < $1.subject } }
}

extension PipelineResults {
  /// Nothing for a statement that this batch did not need.
  func rows<S: PreparedStatement>(_ ticket: PipelineTicket<S>?) throws(PostgresError) -> [S.Output] {
    guard let ticket else { return [] }
    return try self.rows(ticket)
  }
}
