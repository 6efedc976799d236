package import Hummingbird
package import Messages

/// Which part of a long list is asked for: `?limit=100&after=CLX-2023-000042`. Lists are in the order of their keys.
package struct PageRequest: Sendable {
  package let limit: Int
  /// The last key of the page before; empty for the first page.
  package let after: String

  /// - Throws: ``Rejected`` unless `limit` is a number from 1 to the most that a page holds.
  package init(_ request: Request, limit usual: Int = 100, upTo most: Int = 500) throws(Rejected) {
    let query = request.uri.queryParameters
    let limit = query["limit"].map { Int($0) } ?? usual
    guard let limit, (1...most).contains(limit) else { throw Rejected("limit", .invalid, "From 1 to \(most).") }
    self.limit = limit
    self.after = query["after"].map(String.init) ?? ""
  }

  /// What to give as `after` for the next page; nil on the last.
  package func next<Item, Key>(after items: [Item], _ key: (Item) -> Key) -> Key? {
    items.count == self.limit ? items.last.map(key) : nil
  }
}
