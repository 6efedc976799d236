import AsyncHTTPClient
import Foundation
import IntakeDomain
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Files of evidence in a bucket of an S3-compatible store, under the names that they have in a directory.
///
/// The key may read, write and delete objects and list the bucket; without the last, S3 does not tell a missing file from a
/// forbidden one.
struct EvidenceBucket: EvidenceStore {
  private struct Answer {
    let status: Int
    let body: [UInt8]

    /// What the store calls its refusal.
    var code: String? {
      String(decoding: self.body.prefix(4096), as: UTF8.self).firstMatch(of: /<Code>(\w{1,64})<\/Code>/)
        .map { String($0.1) }
    }
  }

  /// One for the process, because its connections outlive a request; those that idle are closed after a minute.
  private static let client: HTTPClient = {
    var configuration = HTTPClient.Configuration(
      redirectConfiguration: .disallow,
      timeout: HTTPClient.Configuration.Timeout(connect: .seconds(5), read: .seconds(20)))
    configuration.httpVersion = .http1Only
    // We try again ourselves, and say so when that fails too.
    configuration.connectionPool.retryConnectionEstablishment = false
    return HTTPClient(eventLoopGroup: .singletonMultiThreadedEventLoopGroup, configuration: configuration)
  }()

  private static let limit = TimeAmount.seconds(60)
  private static let nothing = EvidenceDirectory.checksum(of: [])

  let address: BucketAddress
  let key: SignatureV4.Key
  /// Whose certificates are believed where those of the machine are not enough.
  let authorities: [NIOSSLCertificate]

  /// An object is written once: looked for first, then written on the condition that nobody was faster.
  func put(_ bytes: [UInt8], checksum: String) async throws {
    let name = EvidenceKey.key(checksum)
    let known = try await self.ask(.HEAD, name)
    guard known.status == 200 || known.status == 404 else { throw self.refused(known) }
    if known.status == 404 {
      var headers = ["content-type": "application/octet-stream", "if-none-match": "*"]
      var answer = try await self.ask(.PUT, name, headers, bytes, checksum: checksum)
      if answer.status == 501 {
        // A store that knows no conditions. What might be overwritten since we looked has the same checksum.
        headers["if-none-match"] = nil
        answer = try await self.ask(.PUT, name, headers, bytes, checksum: checksum)
      }
      guard (200...299).contains(answer.status) || answer.status == 412 else { throw self.refused(answer) }
    }
    _ = try await self.get(checksum: checksum)
  }

  func get(checksum: String) async throws -> [UInt8] {
    let answer = try await self.ask(.GET, EvidenceKey.key(checksum))
    if answer.status == 404, answer.code != "NoSuchBucket" { throw EvidenceFailure.missing(checksum) }
    guard answer.status == 200 else { throw self.refused(answer) }
    guard EvidenceDirectory.checksum(of: answer.body) == checksum else { throw EvidenceFailure.changed(checksum) }
    return answer.body
  }

  func remove(checksum: String) async throws {
    let answer = try await self.ask(.DELETE, EvidenceKey.key(checksum))
    guard (200...299).contains(answer.status) || answer.status == 404 && answer.code != "NoSuchBucket" else {
      throw self.refused(answer)
    }
  }

  func check() async throws {
    let answer = try await self.ask(.HEAD, nil)
    guard answer.status == 200 else { throw self.refused(answer) }
  }

  /// Asks once more where the connection failed or the store was too busy: all that we ask can be asked twice.
  private func ask(
    _ method: HTTPMethod, _ name: String?, _ headers: [String: String] = [:], _ bytes: [UInt8]? = nil,
    checksum: String = Self.nothing
  ) async throws(EvidenceFailure) -> Answer {
    let request = { self.request(method, name, headers, bytes, checksum: checksum) }
    // 409: somebody else writes the same object at this moment.
    if let answer = try? await Self.send(request()), ![409, 500, 502, 503, 504].contains(answer.status) {
      return answer
    }
    do {
      try Task.checkCancellation()
      return try await Self.send(request())
    } catch {
      throw .unavailable("\(self.address.origin) cannot be reached: \(error)")
    }
  }

  /// The store compares the time of a signature with the real one, whatever our clock plays.
  private func request(
    _ method: HTTPMethod, _ name: String?, _ headers: [String: String], _ bytes: [UInt8]?, checksum: String
  ) -> HTTPClientRequest {
    let path = self.address.path(name)
    let signature = SignatureV4(
      method.rawValue, path: path, headers: headers.merging(["host": self.address.host]) { $1 }, checksum: checksum,
      key: self.key, at: Date())
    var request = HTTPClientRequest(
      url: self.address.origin + SignatureV4.encoded(path, keepsSlashes: true))
    request.method = method
    for (field, value) in signature.headers { request.headers.add(name: field, value: value) }
    if let bytes { request.body = .bytes(ByteBuffer(bytes: bytes)) }
    if !self.authorities.isEmpty {
      var configuration = TLSConfiguration.makeClientConfiguration()
      configuration.trustRoots = .certificates(self.authorities)
      request.tlsConfiguration = configuration
    }
    return request
  }

  private static func send(_ request: HTTPClientRequest) async throws -> Answer {
    let response = try await self.client.execute(request, timeout: self.limit)
    // What is shown may be some bytes longer than the file as it came.
    let body = try await response.body.collect(upTo: Evidence.mostBytes + 64 * 1024)
    return Answer(status: Int(response.status.code), body: Array(body.readableBytesView))
  }

  private func refused(_ answer: Answer) -> EvidenceFailure {
    let meaning =
      switch answer.status {
      case 301, 307: "the bucket is elsewhere: another region or address"
      case 403: "the key does not count, or may not do this"
      case 404: "there is no such bucket"
      default: "it is not fulfilled"
      }
    return .unavailable("\(self.address.origin) answers \(answer.status) \(answer.code ?? ""): \(meaning)")
  }
}
