import Foundation

/// An instant by its reading in Shanghai, `2025-09-26T16:40`, read by Foundation and not by what is under test.
func shanghai(_ reading: String) throws -> Date {
  try Date(reading + ":00+08:00", strategy: .iso8601)
}
