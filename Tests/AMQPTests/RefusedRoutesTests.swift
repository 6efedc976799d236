import Testing

@testable import AMQP

@Suite struct RefusedRoutesTests {
  private let start = ContinuousClock.now
  private let route = RefusedRoutes.Route(exchange: "intake.events", routingKey: "complaint.registered.v1")

  @Test("Refusals that do not end exhaust a route; one alone, however late the next is sent, does not before the limit")
  func refusalsExhaust() {
    var routes = RefusedRoutes()
    routes.settled(self.route, isRefused: true, at: self.start)
    #expect(!routes.exhausted(by: self.route, at: self.start))
    let early = self.start + RefusedRoutes.limit - .milliseconds(1)
    routes.settled(self.route, isRefused: true, at: early)
    #expect(!routes.exhausted(by: self.route, at: early))
    let late = self.start + RefusedRoutes.limit
    routes.settled(self.route, isRefused: true, at: late)
    #expect(routes.exhausted(by: self.route, at: late))
  }

  @Test("A message that is taken begins the count anew, on its own route and on no other")
  func takenMessageForgives() {
    var routes = RefusedRoutes()
    let other = RefusedRoutes.Route(exchange: "intake.events", routingKey: "complaint.rejected.v1")
    let late = self.start + RefusedRoutes.limit
    routes.settled(self.route, isRefused: true, at: self.start)
    routes.settled(other, isRefused: true, at: self.start)
    routes.settled(self.route, isRefused: false, at: late)
    routes.settled(self.route, isRefused: true, at: late)
    #expect(!routes.exhausted(by: self.route, at: late))
    #expect(routes.exhausted(by: other, at: late))
  }
}
