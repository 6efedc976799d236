/// Where in a distributed trace a message stands, as the W3C recommendation "Trace Context" writes it.
///
/// There is no tracer here: the identifiers travel with messages and appear in logs, and that is enough to follow a
/// complaint through all services. Without a readable context from outside, start one with `new()`.
package struct TraceContext: Sendable, Hashable {
  /// 32 lower-case hexadecimal digits, not all zero; the same for everything that one cause has set going.
  package let traceID: String
  /// 16 lower-case hexadecimal digits, not all zero: this step of the trace.
  package let spanID: String
  /// Whether whoever began the trace records it.
  package let isSampled: Bool
  /// What other tracers have to say, passed on untouched; dropped where it breaks the recommendation.
  package let tracestate: String?

  /// The header `traceparent`, in version 00, whatever version it was read from.
  package var traceparent: String { "00-\(self.traceID)-\(self.spanID)-\(self.isSampled ? "01" : "00")" }

  /// Reads the two headers; nil if `traceparent` breaks the recommendation in anything.
  ///
  /// A later version may carry more fields after a dash; they are ignored, as the recommendation demands.
  package init?(traceparent: String, tracestate: String? = nil) {
    let bytes = Array(traceparent.utf8)
    let dash = UInt8(ascii: "-")
    guard bytes.count >= 55, bytes[2] == dash, bytes[35] == dash, bytes[52] == dash,
      let version = Self.hexadecimal(bytes[0..<2]), version != "ff",
      bytes.count == 55 || (version != "00" && bytes[55] == dash),
      let traceID = Self.hexadecimal(bytes[3..<35]), traceID.contains(where: { $0 != "0" }),
      let spanID = Self.hexadecimal(bytes[36..<52]), spanID.contains(where: { $0 != "0" }),
      let flags = Self.hexadecimal(bytes[53..<55]), let flagBits = UInt8(flags, radix: 16)
    else { return nil }
    self.init(
      traceID: traceID, spanID: spanID, isSampled: flagBits & 1 == 1,
      tracestate: tracestate.flatMap { Self.isPassable($0) ? $0 : nil })
  }

  private init(traceID: String, spanID: String, isSampled: Bool, tracestate: String?) {
    self.traceID = traceID
    self.spanID = spanID
    self.isSampled = isSampled
    self.tracestate = tracestate
  }

  /// Begins a trace.
  package static func new() -> TraceContext {
    var generator = SystemRandomNumberGenerator()
    return new(using: &generator)
  }

  /// Begins a trace with identifiers from the given generator.
  package static func new(using generator: inout some RandomNumberGenerator) -> TraceContext {
    let traceID = self.identifier(using: &generator) + self.identifier(using: &generator)
    // Sampled, because the logs of all services record it; a receiver that samples by its parent would else drop it.
    return TraceContext(
      traceID: traceID, spanID: self.identifier(using: &generator), isSampled: true, tracestate: nil)
  }

  /// The next step of the same trace.
  package func child() -> TraceContext {
    var generator = SystemRandomNumberGenerator()
    return self.child(using: &generator)
  }

  /// The next step of the same trace, with an identifier from the given generator.
  package func child(using generator: inout some RandomNumberGenerator) -> TraceContext {
    TraceContext(
      traceID: self.traceID, spanID: Self.identifier(using: &generator), isSampled: self.isSampled,
      tracestate: self.tracestate)
  }

  /// 16 hexadecimal digits, never all zero.
  private static func identifier(using generator: inout some RandomNumberGenerator) -> String {
    let digits = String(UInt64.random(in: 1 ... .max, using: &generator), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  private static func hexadecimal(_ bytes: ArraySlice<UInt8>) -> String? {
    let isLowerCase = bytes.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    return isLowerCase ? String(decoding: bytes, as: UTF8.self) : nil
  }

  /// Printable ASCII, at most 512 characters and 32 members: the least that everybody must pass on, and our most.
  private static func isPassable(_ tracestate: String) -> Bool {
    let bytes = tracestate.utf8
    return !bytes.isEmpty && bytes.count <= 512 && bytes.allSatisfy { (0x20...0x7e).contains($0) }
      && bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).count <= 32
  }
}
