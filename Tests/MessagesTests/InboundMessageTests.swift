import Foundation
import Messages
import TestSupport
import Testing

struct InboundMessageTests {
  /// A complaint as JSON: the first sample with other values for some fields; nil leaves a field out.
  private func complaint(_ changes: [String: String?] = [:]) -> [UInt8] {
    var fields: [String: String] = [
      "reference": #""PMS-1""#, "receivedAt": #""2023-01-03T09:30:00+08:00""#, "channel": #""hotline""#,
      "kind": #""complaint""#, "customer": #"{"surname":"王","telephone":"13800138000"}"#,
      "unit": #"{"project":"CLX","building":"3","unit":"1201"}"#, "buildingPart": #""plumbing""#,
      "content": #""漏水""#,
    ]
    for (name, value) in changes { fields[name] = value }
    return Array("{\(fields.map { "\"\($0)\":\($1)" }.joined(separator: ","))}".utf8)
  }

  private func faults<M: InboundMessage>(_ type: M.Type, _ body: [UInt8]) -> [String] {
    do throws(Rejected) {
      _ = try M.read(body)
      return []
    } catch {
      return error.faults.map { "\($0.path) \($0.code.rawValue)" }
    }
  }

  private static func text(_ count: Int, _ character: String = "水") -> String {
    "\"\(String(repeating: character, count: count))\""
  }

  @Test func readsWhatTheSamplesSay() throws {
    for sample in ComplaintReported.samples {
      #expect(try ComplaintReported.read(MessageCoding.encode(sample)) == sample)
    }
    for sample in RepairCompletionReported.samples {
      #expect(try RepairCompletionReported.read(MessageCoding.encode(sample)) == sample)
    }
  }

  @Test func namesEverythingThatIsWrongAtOnce() {
    let body = """
      {"reference": 5, "receivedAt": "03.01.2023", "channel": "telepathy", "kind": null,
       "customer": {"surname": " ", "telephone": "110"}, "unit": {"project": "clx", "building": "", "location": [1]},
       "buildingPart": true, "content": "\\u0000", "accessTimes": ["周六", 2, "\(String(repeating: "x", count: 101))"],
       "gradeHint": null, "categoryHint": "weather", "somethingElse": {"reference": 5}}
      """
    #expect(
      self.faults(ComplaintReported.self, Array(body.utf8)) == [
        "reference wrong-type", "receivedAt invalid", "channel unknown-value", "kind wrong-type",
        "customer.surname empty", "customer.telephone invalid", "unit.project invalid", "unit.building empty",
        "unit.unit missing", "unit.location wrong-type", "buildingPart wrong-type", "content control-character",
        "accessTimes[1] wrong-type", "accessTimes[2] too-long", "gradeHint wrong-type", "categoryHint unknown-value",
      ])
    #expect(
      self.faults(RepairCompletionReported.self, Array(#"{"commission":"x","report":""}"#.utf8)) == [
        "reference missing", "commission invalid", "completedAt missing", "report empty",
      ])
  }

  @Test func namesEveryMissingField() {
    #expect(
      self.faults(ComplaintReported.self, Array("{}".utf8)) == [
        "reference missing", "receivedAt missing", "channel missing", "kind missing", "customer missing",
        "unit missing", "buildingPart missing", "content missing",
      ])
  }

  @Test(arguments: [
    ("[]", " wrong-type"), ("\"{}\"", " wrong-type"), ("null", " wrong-type"), ("", " not-json"), ("{]", " not-json"),
  ])
  func refusesWhatIsNoObject(body: String, fault: String) {
    #expect(self.faults(ComplaintReported.self, Array(body.utf8)) == [fault])
  }

  @Test(arguments: [
    ("reference", text(64), nil), ("reference", text(65), "reference too-long"),
    ("reference", "\"\"", "reference empty"),
    ("reference", "\"a\\nb\"", "reference control-character"),
    ("reference", "\"a\\u0085b\"", "reference control-character"),
    ("content", text(4000), nil), ("content", text(4001), "content too-long"),
    ("content", "\" \\n\\u3000\"", "content empty"), ("content", "\"a\\n\\r\\tb\"", nil),
    ("content", "\"a\\u001bb\"", "content control-character"),
    ("content", text(800, "👨‍👩‍👧"), nil), ("content", text(801, "👨‍👩‍👧"), "content too-long"),
    ("customer", #"{"surname":"\#(String(repeating: "王", count: 40))","telephone":"12345"}"#, nil),
    (
      "customer", #"{"surname":"\#(String(repeating: "王", count: 41))","telephone":"12345"}"#,
      "customer.surname too-long"
    ),
    ("customer", #"{"surname":"王","telephone":"1234"}"#, "customer.telephone invalid"),
    ("customer", #"{"surname":"王","telephone":"+86 (755) 2345-678"}"#, nil),
    ("customer", #"{"surname":"王","telephone":"123456789012345678901"}"#, "customer.telephone invalid"),
    ("customer", #"{"surname":"王","telephone":"１２３４５"}"#, "customer.telephone invalid"),
    ("customer", #"{"surname":"王","telephone":"12345 ext 6"}"#, "customer.telephone invalid"),
    ("customer", #"{"surname":"王","telephone":13800138000}"#, "customer.telephone wrong-type"),
    (
      "unit", #"{"project":"CLX","building":"\#(String(repeating: "x", count: 41))","unit":"1"}"#,
      "unit.building too-long"
    ),
    ("unit", #"{"project":"CLX","building":"1","unit":"1","location":\#(text(100))}"#, nil),
    ("unit", #"{"project":"CLX","building":"1","unit":"1","location":\#(text(101))}"#, "unit.location too-long"),
    ("unit", #"["CLX"]"#, "unit wrong-type"), ("receivedAt", "1672709400", "receivedAt wrong-type"),
    ("receivedAt", "\"2023-01-03T09:30:00\"", "receivedAt invalid"),
    ("channel", "\"Hotline\"", "channel unknown-value"),
    ("accessTimes", "[]", nil),
    ("accessTimes", "[\(Array(repeating: "\"x\"", count: 10).joined(separator: ","))]", nil),
    ("accessTimes", "[\(Array(repeating: "\"x\"", count: 11).joined(separator: ","))]", "accessTimes too-long"),
    ("accessTimes", "\"周六\"", "accessTimes wrong-type"),
  ])
  func holdsEachFieldToItsLimit(field: String, value: String, fault: String?) {
    #expect(self.faults(ComplaintReported.self, self.complaint([field: value])) == [fault].compactMap(\.self))
  }

  @Test func dropsWhiteSpaceAroundShortTextsOnly() throws {
    let complaint = try ComplaintReported.read(
      self.complaint(["reference": "\" PMS-1\\n\"", "content": "\" 漏水 \"", "accessTimes": "[\"\\u3000周六\"]"]))
    #expect(complaint.reference == "PMS-1")
    #expect(complaint.content == " 漏水 ")
    #expect(complaint.accessTimes == ["周六"])
  }

  @Test func aFieldThatIsGivenTwiceIsRefusedAndAnUnknownOneIsNot() {
    let body = String(decoding: self.complaint(), as: UTF8.self).dropLast()
    #expect(
      self.faults(ComplaintReported.self, Array((body + #","x":1,"x":2,"content":"b"}"#).utf8)) == ["content invalid"])
  }

  @Test func faultsNeverRepeatWhatTheSenderWrote() {
    let secret = "Geheimnis"
    let body = self.complaint([
      "channel": "\"\(secret)\"", "customer": "{\"surname\":\"\(secret)\\u0000\",\"telephone\":\"\(secret)\"}",
      "receivedAt": "\"\(secret)\"", "unit": "{\"project\":\"\(secret)\"}",
    ])
    do throws(Rejected) {
      _ = try ComplaintReported.read(body)
      Issue.record("was taken")
    } catch {
      #expect(error.faults.count == 7)
      #expect(!"\(error)".contains(secret))
    }
  }

  @Test func aLongListMakesNoLongRefusal() {
    let body = self.complaint(["accessTimes": "[\(Array(repeating: "1", count: 10_000).joined(separator: ","))]"])
    #expect(self.faults(ComplaintReported.self, body).count == 11)
  }

  @Test func theReferenceOfABrokenMessageIsFound() {
    #expect(ComplaintReported.reference(in: Array(#"{"reference":" A-1 "}"#.utf8)) == "A-1")
    for body in [
      "", "[]", "{}", #"{"reference":1}"#, #"{"reference":"a","reference":"b"}"#, #"{"reference":"\u0000"}"#,
    ] {
      #expect(ComplaintReported.reference(in: Array(body.utf8)) == nil, "\(body)")
    }
  }

  @Test func describesExactlyWhatItReads() {
    #expect(
      RepairCompletionReported.fields.map { "\($0.name) \($0.isRequired)" } == [
        "reference true", "commission true", "completedAt true", "report false",
      ])
    let schemas = Dictionary(uniqueKeysWithValues: ComplaintReported.fields.map { ($0.name, $0.schema) })
    #expect(schemas["accessTimes"] == .list(of: .text(lengths: 1...100, pattern: nil), atMost: 10))
    #expect(schemas["gradeHint"] == .term(Grade.known.map(\.rawValue), names: Grade.known.map(\.name)))
    guard case .object(let customer) = schemas["customer"] else {
      Issue.record("customer is no object")
      return
    }
    #expect(customer.map(\.name) == ["surname", "telephone"])
  }

  @Test func neverTrapsAndNeverDisagreesWithWhatIsSentOn() throws {
    var random = SeededGenerator()
    let intact = try MessageCoding.encode(ComplaintReported.samples[0])
    for _ in 0..<5_000 {
      var body = intact
      for _ in 0..<Int.random(in: 1...5, using: &random) {
        let index = Int.random(in: 0..<body.count, using: &random)
        switch Int.random(in: 0...3, using: &random) {
        case 0: body[index] = .random(in: 0...255, using: &random)
        case 1: body.remove(at: index)
        case 2: body.removeSubrange(index..<Swift.min(index + 8, body.count))
        default: body.insert(contentsOf: Array("\"\\u0000".utf8).shuffled(using: &random), at: index)
        }
      }
      guard let complaint = try? ComplaintReported.read(body) else { continue }
      let again = try MessageCoding.encode(complaint)
      #expect(try MessageCoding.decode(ComplaintReported.self, from: again) == complaint, "\(random)")
      #expect(try ComplaintReported.read(again) == complaint, "\(random)")
    }
  }
}
