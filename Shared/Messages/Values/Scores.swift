/// The three questions of a callback, each from 1 (very dissatisfied) to 5 (very satisfied).
package struct Scores: Codable, Sendable, Hashable {
  package let quality: Int
  package let speed: Int
  package let staff: Int

  /// - Returns: nil when a score is not from 1 to 5.
  package init?(quality: Int, speed: Int, staff: Int) {
    guard [quality, speed, staff].allSatisfy((1...5).contains) else { return nil }
    self.quality = quality
    self.speed = speed
    self.staff = staff
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let scores = Scores(
      quality: try container.decode(Int.self, forKey: .quality), speed: try container.decode(Int.self, forKey: .speed),
      staff: try container.decode(Int.self, forKey: .staff))
    guard let scores else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "A score is not from 1 to 5."))
    }
    self = scores
  }

  package var lowest: Int { min(self.quality, self.speed, self.staff) }
}
