import TestSupport
import Testing

@testable import Messaging

@Suite struct TraceContextTests {
  static let example = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

  @Test func readsAndWritesTheRecommendationsExample() throws {
    let context = try #require(TraceContext(traceparent: Self.example, tracestate: "congo=t61rcWkgMzE"))
    #expect(context.traceID == "4bf92f3577b34da6a3ce929d0e0e4736")
    #expect(context.spanID == "00f067aa0ba902b7")
    #expect(context.isSampled)
    #expect(context.tracestate == "congo=t61rcWkgMzE")
    #expect(context.traceparent == Self.example)
  }

  @Test(
    arguments: [
      "", "00", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0",
      "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-extra",
      "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
      "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
      "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
      "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
      "0x-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
      "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01extra",
      "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
      "00-4bf92f3577b34da6a3ce929d0e0e473é-00f067aa0ba902b7-01",
      " 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    ]) func refuses(_ traceparent: String)
  {
    #expect(TraceContext(traceparent: traceparent) == nil)
  }

  @Test func readsALaterVersionAndAnswersInVersion00() throws {
    let later = "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-03-what-comes-next"
    let context = try #require(TraceContext(traceparent: later))
    #expect(context.traceparent == Self.example)
  }

  @Test func unknownFlagsAreNotPassedOn() throws {
    let context = try #require(TraceContext(traceparent: Self.example.dropLast(2) + "fe"))
    #expect(!context.isSampled)
    #expect(context.traceparent.hasSuffix("-00"))
  }

  @Test(arguments: ["", String(repeating: "x", count: 513), "a=1\nb=2", "值=1", String(repeating: "a=1,", count: 32)])
  func dropsATracestateThatBreaksTheRecommendationAndKeepsTheRest(_ tracestate: String) throws {
    let context = try #require(TraceContext(traceparent: Self.example, tracestate: tracestate))
    #expect(context.tracestate == nil)
  }

  @Test func aChildStaysInTheTraceAndTakesASpanOfItsOwn() throws {
    let parent = try #require(TraceContext(traceparent: Self.example, tracestate: "congo=1"))
    let child = parent.child()
    #expect(child.traceID == parent.traceID)
    #expect(child.spanID != parent.spanID)
    #expect(child.tracestate == "congo=1")
    #expect(child.isSampled)
  }

  @Test func whatIsWrittenCanBeReadAndCutShortCannot() throws {
    var generator = SeededGenerator()
    for _ in 0..<200 {
      let context = TraceContext.new(using: &generator)
      #expect(TraceContext(traceparent: context.traceparent) == context, "\(generator)")
      let child = context.child(using: &generator)
      #expect(TraceContext(traceparent: child.traceparent) == child, "\(generator)")
    }
    let whole = TraceContext.new(using: &generator).traceparent
    for length in 0..<whole.count {
      #expect(TraceContext(traceparent: String(whole.prefix(length))) == nil)
    }
  }
}
