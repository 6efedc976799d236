import DurableMessaging

/// Recounts the chain of one service's audit: whether each entry is still what was sealed, none is missing and none
/// was slipped in. Entries and seals come in pages, in the order of the chain.
///
/// Each entry is held against its own link, computed with the hash that stands before it: one that was changed is named, and
/// the others are not suspected for it.
struct AuditRecount {
  typealias Entry = AuditTable.Entries.Stored
  typealias Link = (position: AuditPosition, hash: [UInt8])

  /// A chain that is wholly broken fills no report.
  private static let mostFindings = 1_000

  let service: String
  private(set) var findings: [Finding] = []
  /// Entries that are as they were sealed.
  private(set) var sealed = 0
  private(set) var unsealed = 0
  private(set) var lastSeal: Int64 = 0
  /// The hash of the last link, for whoever keeps it elsewhere.
  private(set) var head = AuditChain.origin
  private var last = AuditPosition.start
  private var late: (count: Int, first: Entry)?

  init(service: String) {
    self.service = service
  }

  /// Seals are numbered without a gap, and their entries follow each other.
  mutating func take(_ seal: AuditTable.Seals.Stored) -> [Link] {
    if seal.number != self.lastSeal + 1 {
      self.find("seals", "Seal \(self.lastSeal + 1) is missing; the next one is \(seal.number).")
    }
    self.lastSeal = seal.number
    for link in seal.links {
      if link.position <= self.last {
        self.find("seals", "Seal \(seal.number) does not follow the one before it.")
        break
      }
      self.last = link.position
    }
    return seal.links
  }

  /// Compares the next entry with the next link; returns which of them are dealt with.
  mutating func compare(_ entry: Entry?, _ link: Link?) -> (entry: Bool, link: Bool) {
    switch (entry, link) {
    case (let entry?, let link?) where entry.position == link.position:
      if AuditChain.hash(after: self.head, entry.content) == link.hash {
        self.sealed += 1
      } else {
        self.find(entry.subject, "Entry \(entry.position.id) (\(entry.action)) is not what was sealed.")
      }
      self.head = link.hash
      return (true, true)
    case (let entry?, let link?) where entry.position < link.position:
      self.find(entry.subject, "Entry \(entry.position.id) (\(entry.action)) was slipped in among sealed ones.")
      return (true, false)
    case (_, let link?):
      self.find("entries", "Entry \(link.position.id) was sealed and is missing.")
      self.head = link.hash
      return (false, true)
    // Nothing more can come of a transaction that is sealed; of one that a seal could not hold whole the rest follows at once.
    case (let entry?, nil) where entry.position.transaction <= self.last.transaction:
      self.find(entry.subject, "Entry \(entry.position.id) (\(entry.action)) was slipped in among sealed ones.")
      return (true, false)
    case (let entry?, nil):
      self.unsealed += 1
      if entry.isOld { self.late = (1 + (self.late?.count ?? 0), self.late?.first ?? entry) }
      return (true, false)
    case (nil, nil):
      return (false, false)
    }
  }

  /// To be called when both have come to their end.
  mutating func finish() {
    guard let late else { return }
    self.find(
      late.first.subject,
      "\(late.count) entries, from \(late.first.position.id) on, have had no seal for more than a minute.")
  }

  private mutating func find(_ subject: String, _ found: String) {
    guard self.findings.count < Self.mostFindings else { return }
    self.findings.append(Finding(.audit, "\(self.service) \(subject)", found))
  }
}
