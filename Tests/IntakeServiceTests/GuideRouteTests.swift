import Foundation
import IntakeDomain
import Messages
import ServiceTestSupport
import TestSupport
import Testing
import WorkCalendar

@testable import IntakeService

@Suite(.broker(definitions: true), .database(schemas: true)) struct GuideRouteTests {
  private static func entry(_ answer: String, published: Bool = true) -> String {
    """
    {"position": 1, "chinese": {"question": "<热线>在哪里？", "answer": "\(answer)"},
     "english": {"question": "Where is the hotline?", "answer": "Call 400."}, "published": \(published), "by": "li.na"}
    """
  }

  @Test("R-036: the guide is there from the start, is written by version, and its page shows what is published")
  func writing() async throws {
    try await ServiceWorld.run(IntakeDefinition.self) { world in
      let first = try await world.api.get("/guide")
      #expect(first.text.contains(#""key":"how-to-complain""#))
      // A company has its own limit.
      #expect(first.text.contains("承诺的期限") && !first.text.contains("两个工作日"))
      let created = try await world.api.put("/guide/hotline", Self.entry("拨打400。"))
      #expect(created.status == 201, "\(created.text)")
      let etag = try #require(created.headers["etag"])
      let changed = try await world.api.send(
        "PUT", "/guide/hotline", Self.entry("拨打400-1。"), headers: ["If-Match": etag])
      #expect(changed.status == 200)
      let stale = try await world.api.send(
        "PUT", "/guide/hotline", Self.entry("拨打400-2。"), headers: ["If-Match": etag])
      #expect(stale.status == 412)
      let page = try await world.api.get("/guide/page").text
      #expect(page.contains("&lt;热线&gt;在哪里？") && page.contains("拨打400-1。"))
      // In the order of their places.
      let places = ["热线", "怎样投诉", "多久能得到答复"].compactMap { page.range(of: $0)?.lowerBound }
      #expect(places.count == 3 && places == places.sorted())
      #expect(try await world.api.put("/guide/hotline", Self.entry("停用。", published: false)).status == 200)
      #expect(try await !world.api.get("/guide/page").text.contains("热线&gt;"))
      #expect(try await world.api.get("/guide").text.contains("停用。"))
    }
  }

  @Test("An entry that is wrong is told everything that is wrong with it")
  func faults() async throws {
    try await ServiceWorld.run(IntakeDefinition.self) { world in
      let wrong = try await world.api.put(
        "/guide/Hot%20line", #"{"position": -1, "chinese": {"question": " "}, "by": "li.na"}"#)
      #expect(wrong.status == 422)
      #expect(
        Set(wrong.faults) == [
          "key invalid", "position invalid", "chinese.question empty", "chinese.answer missing", "english missing",
        ])
    }
  }

  @Test(
    "R-036: an entry has to be looked at again a year later, at the end of the same day",
    arguments: [
      ("2023-03-05T09:00:00+08:00", "2024-03-06T00:00:00+08:00"),
      ("2024-02-29T09:00:00+08:00", "2025-03-01T00:00:00+08:00"),
    ])
  func review(written: String, due: String) throws {
    let text = GuideEntry.Text(question: "？", answer: "。")
    let entry = GuideEntry(
      key: try #require(GuideKey("hotline")), position: 0, chinese: text, english: text, isPublished: true,
      reviewedAt: try #require(RFC3339.date(from: written)), author: Author(account: "li.na", post: nil))
    #expect(entry.reviewDueAt(.mainlandChina) == RFC3339.date(from: due))
  }
}
