import Messages

/// A queue of the broker: in order, with what comes back at its head.
final class SimulatedQueue {
  let name: String
  let service: Service
  /// Under which name the inbox knows it.
  let consumer: String
  private var parcels: [Parcel] = []
  private var head = 0
  private(set) var dead: [Parcel] = []
  /// Called when something has arrived.
  var arrived: () -> Void = {}

  /// After so many returns the broker moves a message to the dead letters.
  private static let mostReturns = 20

  init(name: String, service: Service, consumer: String) {
    self.name = name
    self.service = service
    self.consumer = consumer
  }

  var count: Int { self.parcels.count - self.head }

  func append(_ parcel: Parcel) {
    self.parcels.append(parcel)
    self.arrived()
  }

  func take(atMost limit: Int) -> [Parcel] {
    let taken = Array(self.parcels[self.head..<min(self.head + limit, self.parcels.count)])
    self.head += taken.count
    if self.head == self.parcels.count {
      self.parcels.removeAll(keepingCapacity: true)
      self.head = 0
    }
    return taken
  }

  /// What was delivered and not acknowledged, in its order.
  func giveBack(_ returned: [Parcel]) {
    let again = returned.map { Parcel(letter: $0.letter, returns: $0.returns + 1) }
    self.dead += again.filter { $0.returns > Self.mostReturns }
    self.parcels.replaceSubrange(..<self.head, with: again.filter { $0.returns <= Self.mostReturns })
    self.head = 0
    if self.count > 0 { self.arrived() }
  }
}
