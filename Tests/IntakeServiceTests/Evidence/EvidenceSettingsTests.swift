import Foundation
import Messages
import ServiceRuntime
import Testing

@testable import IntakeService

struct EvidenceSettingsTests {
  @Test(
    "A bucket stands in the path or before the host",
    arguments: [
      ("http://127.0.0.1:9000", "path", "127.0.0.1:9000", "/photos/ab/abc"),
      ("https://s3.example.com:443/", "path", "s3.example.com", "/photos/ab/abc"),
      ("https://gate.example.com/store/", "path", "gate.example.com", "/store/photos/ab/abc"),
      ("http://[::1]:9000", "path", "[::1]:9000", "/photos/ab/abc"),
      ("https://s3.eu-west-1.amazonaws.com", "virtual-host", "photos.s3.eu-west-1.amazonaws.com", "/ab/abc"),
    ]) func address(endpoint: String, style: String, host: String, path: String) throws
  {
    let address = try BucketAddress(
      endpoint: endpoint, bucket: "photos", style: try #require(BucketAddress.Style(rawValue: style)))
    #expect(address.host == host)
    #expect(address.path("ab/abc") == path)
  }

  @Test("Without a bucket evidence goes into a directory; with one the key's secret is shown to nobody") func chosen()
    throws
  {
    #expect(try EvidenceSettings.store(try Self.read([:])) is EvidenceDirectory)
    let complete = [
      "EVIDENCE_S3_ENDPOINT": "https://s3.example.com", "EVIDENCE_S3_BUCKET": "photos",
      "EVIDENCE_S3_ACCESS_KEY": "redress", "EVIDENCE_S3_SECRET": "a://guarded",
    ]
    let bucket = try #require(try EvidenceSettings.store(try Self.read(complete)) as? EvidenceBucket)
    #expect(bucket.key == SignatureV4.Key(name: "redress", secret: "a://guarded", region: "us-east-1"))
  }

  @Test("Whatever is wrong with a bucket is named at once") func problems() {
    let error = #expect(throws: ConfigurationError.self) {
      _ = try EvidenceSettings.store(
        try Self.read([
          "EVIDENCE_S3_ENDPOINT": "https://10.0.0.1?x=1", "EVIDENCE_S3_BUCKET": "Photos",
          "EVIDENCE_S3_ADDRESSING": "virtual-host", "EVIDENCE_S3_CA_FILE": "/nowhere.pem",
        ]))
    }
    let keys = error?.problems.map { $0.prefix { !": ".contains($0) } } ?? []
    #expect(
      keys == [
        "evidence.s3-access-key", "evidence.s3-secret", "evidence.s3-ca-file", "evidence.s3-endpoint",
        "evidence.s3-bucket", "evidence.s3-addressing",
      ])
    let forgotten = #expect(throws: ConfigurationError.self) {
      _ = try EvidenceSettings.store(try Self.read(["EVIDENCE_S3_SECRET": "guarded"]))
    }
    #expect(forgotten?.problems.count == 3)
    #expect(forgotten?.description.contains("guarded") == false)
  }

  private static func read(_ environment: [String: String]) throws -> ServiceConfiguration {
    let required = ["AMQP_URL": "amqp://intake@broker/redress", "DATABASE_URL": "postgres://intake@host/redress"]
    return try ServiceConfiguration(
      service: .intake, settings: IntakeDefinition.settings, environment: required.merging(environment) { $1 })
  }
}
