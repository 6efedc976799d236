import Crypto
import Foundation
package import Messages

extension PolicyRegister {
  /// The profiles that come with redress.
  package static let standard = (try? PolicyRegister(files: [])) ?? PolicyRegister(trusted: [])

  /// A file as it lies in a directory of policies.
  package typealias Source = (name: String, bytes: [UInt8])

  /// What `sha256sum *.json` has written when the policies were released: a version that was changed afterwards is refused,
  /// because timers run that were started with what it said before.
  package static let checksumFile = "SHA256SUMS"
  package static let assignmentFile = "assignments.json"

  static let embedded: [Source] = [
    ("cohl-1.json", PackageResources.cohl_1_json), ("vanke-1.json", PackageResources.vanke_1_json),
  ]

  /// The profiles that come with redress, and those of an operator's directory.
  /// - Throws: everything that is wrong with any of the files.
  package init(files: [Source], defaultProfile: String = "cohl") throws(Rejected) {
    var faults = Self.checksumFaults(files)
    var read: [PolicyFile] = []
    let own = files.filter { $0.name != Self.checksumFile && $0.name != Self.assignmentFile }
    let names = Set(own.map(\.name))
    for source in Self.embedded.filter({ !names.contains($0.name) }) + own {
      if let released = Self.embedded.first(where: { $0.name == source.name }), released.bytes != source.bytes {
        faults.append(
          Fault(source.name, .conflict, "This version comes with redress and says something else; make a new version."))
      }
      do throws(Rejected) { read.append(try PolicyFile(name: source.name, source.bytes)) } catch {
        faults += error.faults
      }
    }
    faults += Self.versionFaults(read)
    var assignments: [PolicyAssignment] = []
    if let source = files.first(where: { $0.name == Self.assignmentFile }) {
      do throws(Rejected) {
        assignments = try PolicyAssignment.read(source.bytes, file: source.name)
      } catch { faults += error.faults }
    }
    let known = Set(read.map(\.profile.name))
    for (index, assignment) in assignments.enumerated() where !known.contains(assignment.profile) {
      faults.append(
        Fault("\(Self.assignmentFile): assignments[\(index)].profile", .notFound, "There is no such profile."))
    }
    for (index, assignment) in assignments.enumerated() {
      let first = read.map(\.profile).filter { $0.name == assignment.profile }.map(\.from).min()
      guard let first, assignment.from < first else { continue }
      faults.append(
        Fault(
          "\(Self.assignmentFile): assignments[\(index)].from", .invalid,
          "Must not be before \(first), when the first version of the profile begins."))
    }
    guard faults.isEmpty else { throw Rejected(faults) }
    self.init(trusted: read.map(\.profile), assignments: assignments, defaultProfile: defaultProfile)
  }

  /// Versions begin one after the other, and the newest of each profile has every limit that the services ask for. An older
  /// one serves timers that run, and cannot be changed any more.
  private static func versionFaults(_ files: [PolicyFile]) -> [Fault] {
    var faults: [Fault] = []
    for (_, versions) in Dictionary(grouping: files, by: \.profile.name).sorted(by: { $0.key < $1.key }) {
      let ordered = versions.sorted { $0.profile.version < $1.profile.version }
      for (earlier, later) in zip(ordered, ordered.dropFirst()) where later.profile.from <= earlier.profile.from {
        faults.append(
          Fault(
            "\(later.name): from", .invalid,
            "Overlaps version \(earlier.profile.version): must be later than \(earlier.profile.from)."))
      }
      guard let newest = ordered.last else { continue }
      for rule in RuleID.known where newest.profile.limits[rule] == nil && newest.profile.gradedLimits[rule] == nil {
        faults.append(
          Fault("\(newest.name): limits.\(rule.key)", .missing, "The limit is missing (\(rule.name.english))."))
      }
    }
    return faults
  }

  private static func checksumFaults(_ files: [Source]) -> [Fault] {
    let released = files.filter { $0.name != Self.checksumFile }
    guard !released.isEmpty else { return [] }
    guard let list = files.first(where: { $0.name == Self.checksumFile }) else {
      return [Fault(Self.checksumFile, .missing, "Release the policies: sha256sum *.json > \(Self.checksumFile)")]
    }
    var checksums: [String: String] = [:]
    for line in String(decoding: list.bytes, as: UTF8.self).split(separator: "\n") {
      let words = line.split(separator: " ", maxSplits: 1)
      guard words.count == 2 else { continue }
      // sha256sum puts an asterisk before the name of a file that it has read as binary.
      checksums[words[1].trimmingCharacters(in: CharacterSet(charactersIn: " *"))] = words[0].lowercased()
    }
    return released.compactMap { source in
      guard let checksum = checksums.removeValue(forKey: source.name) else {
        return Fault(source.name, .missing, "Has no checksum in \(Self.checksumFile).")
      }
      let actual = SHA256.hash(data: source.bytes).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
      guard actual.joined() == checksum else {
        return Fault(source.name, .conflict, "Has been changed since it was released; make a new version of it.")
      }
      return nil
    } + checksums.keys.sorted().map { Fault($0, .notFound, "Was released and is missing: timers may name it.") }
  }
}
