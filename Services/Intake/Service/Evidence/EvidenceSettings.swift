import Foundation
import NIOSSL
import ServiceRuntime

/// Where photos, recordings and documents are kept: a directory, or a bucket of an S3-compatible store.
enum EvidenceSettings {
  /// - `evidence.directory` (default: evidence): relative to where the service was started.
  /// - `evidence.s3-endpoint` (optional): chooses the bucket in place of the directory; all others describe it.
  static let all = [
    Setting(
      "evidence.directory", .text, default: "evidence",
      help: "Where photos, recordings and documents are kept; the same for all instances."),
    Setting(
      "evidence.s3-endpoint", .url(schemes: ["https", "http"]), isOptional: true,
      help: "An S3-compatible store that keeps them instead: https://s3.example.com."),
    Setting("evidence.s3-bucket", .text, isOptional: true, help: "Its bucket, which must be there."),
    Setting("evidence.s3-region", .text, default: "us-east-1", help: "The region that its signatures name."),
    Setting(
      "evidence.s3-addressing", .choice(BucketAddress.Style.allCases.map(\.rawValue)), default: "path",
      help: "path: the bucket in the path, virtual-host: before the host, as AWS has it."),
    Setting("evidence.s3-access-key", .text, isOptional: true, help: "The name of the key; reads, writes and lists."),
    Setting(
      "evidence.s3-secret", .text, isOptional: true, isSecret: true,
      help: "Its secret; or EVIDENCE_S3_SECRET_FILE, which names a file."),
    Setting(
      "evidence.s3-ca-file", .text, isOptional: true,
      help: "Certificates (PEM) that are believed in place of the machine's."),
  ]

  /// - Throws: everything that is missing or wrong.
  static func store(_ configuration: ServiceConfiguration) throws(ConfigurationError) -> any EvidenceStore {
    let parts = ["evidence.s3-endpoint", "evidence.s3-bucket", "evidence.s3-access-key", "evidence.s3-secret"]
    let file = configuration.text("evidence.s3-ca-file")
    guard file != nil || parts.contains(where: { configuration.text($0) != nil }) else {
      return EvidenceDirectory(path: configuration.text("evidence.directory") ?? "evidence")
    }
    var problems = parts.filter { configuration.text($0) == nil }.map {
      "\($0) is missing: a bucket needs \(parts.joined(separator: ", "))"
    }
    var authorities: [NIOSSLCertificate] = []
    if let file {
      authorities = (try? NIOSSLCertificate.fromPEMFile(file)) ?? []
      if authorities.isEmpty { problems.append("evidence.s3-ca-file: no certificate can be read from \(file)") }
    }
    let style = configuration.text("evidence.s3-addressing").flatMap(BucketAddress.Style.init(rawValue:)) ?? .path
    var address: BucketAddress?
    do throws(BucketAddress.Problems) {
      address = try BucketAddress(
        endpoint: configuration.text(parts[0]) ?? "http://unknown", bucket: configuration.text(parts[1]) ?? "unknown",
        style: style)
    } catch {
      problems += error.sentences
    }
    guard problems.isEmpty, let address, let name = configuration.text(parts[2]),
      let secret = configuration.text(parts[3])
    else { throw ConfigurationError(problems) }
    let region = configuration.text("evidence.s3-region") ?? "us-east-1"
    return EvidenceBucket(
      address: address, key: SignatureV4.Key(name: name, secret: secret, region: region), authorities: authorities)
  }
}
