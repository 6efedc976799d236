import Messages

/// The codes of the faults with which `body` is refused, in order; none when it is not refused.
func refusal(_ body: () throws -> Void) -> [Fault.Code] {
  do {
    try body()
    return []
  } catch let rejected as Rejected {
    return rejected.faults.map(\.code)
  } catch {
    return [Fault.Code("\(error)")]
  }
}
