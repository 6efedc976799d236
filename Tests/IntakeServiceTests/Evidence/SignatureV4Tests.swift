import Foundation
import Testing

@testable import IntakeService

/// The four examples of AWS's documentation "Signature Calculations for the Authorization Header: Transferring Payload in a
/// Single Chunk"; the expected values stand there.
struct SignatureV4Tests {
  struct Example: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let method: String
    let path: String
    var query: [(name: String, value: String)] = []
    var headers: [String: String] = [:]
    var body = ""
    let signature: String
  }

  private static let examples = [
    Example(
      testDescription: "GET Object", method: "GET", path: "/test.txt", headers: ["range": "bytes=0-9"],
      signature: "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"),
    Example(
      testDescription: "PUT Object", method: "PUT", path: "/test$file.text",
      headers: ["date": "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY"],
      body: "Welcome to Amazon S3.", signature: "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"),
    Example(
      testDescription: "GET Bucket Lifecycle", method: "GET", path: "/", query: [("lifecycle", "")],
      signature: "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
    Example(
      testDescription: "GET Bucket (List Objects)", method: "GET", path: "/",
      query: [("prefix", "J"), ("max-keys", "2")],
      signature: "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"),
  ]

  @Test("The examples of AWS's documentation", arguments: Self.examples) func example(_ example: Example) {
    let signed = Self.sign(example)
    #expect(signed.signature == example.signature)
    #expect(signed.headers["authorization"]?.hasSuffix("Signature=\(example.signature)") == true)
  }

  @Test("Every step of the first example is the documentation's") func steps() {
    let signed = Self.sign(Self.examples[0])
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    #expect(
      signed.canonicalRequest == """
        GET
        /test.txt

        host:examplebucket.s3.amazonaws.com
        range:bytes=0-9
        x-amz-content-sha256:\(empty)
        x-amz-date:20130524T000000Z

        host;range;x-amz-content-sha256;x-amz-date
        \(empty)
        """)
    #expect(
      signed.stringToSign == """
        AWS4-HMAC-SHA256
        20130524T000000Z
        20130524/us-east-1/s3/aws4_request
        7344ae5b7ee6c3e7e6b0fe0640412a37625d1fbfff95c48bbb2dc43964946972
        """)
    #expect(
      signed.headers["authorization"] == """
        AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,\
        SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,\
        Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41
        """)
  }

  private static func sign(_ example: Example) -> SignatureV4 {
    SignatureV4(
      example.method, path: example.path, query: example.query,
      headers: example.headers.merging(["host": "examplebucket.s3.amazonaws.com"]) { $1 },
      checksum: EvidenceDirectory.checksum(of: Array(example.body.utf8)),
      key: SignatureV4.Key(
        name: "AKIAIOSFODNN7EXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", region: "us-east-1"),
      at: Date(timeIntervalSince1970: 1_369_353_600))
  }
}
