import Foundation
import Messaging
import TestSupport
import Testing

/// The same promises, kept in memory and by a real broker.
struct MessageBusConformanceTests {
  @Test(arguments: BusCheck.all)
  func inMemory(check: BusCheck) async throws {
    try await check.run(InMemoryBus())
  }

  @Test(
    .broker, .timeLimit(.minutes(1)),
    .enabled(
      if: ProcessInfo.processInfo.environment["AMQP_ADMIN_URL"] != nil, "needs a broker: deploy/dev/start.sh starts one"
    ),
    arguments: BusCheck.all)
  func rabbitMQ(check: BusCheck) async throws {
    let bus = RabbitMQBus(url: TestBroker.current.amqpURL)
    do {
      try await check.run(bus)
    } catch {
      await bus.stop()
      throw error
    }
    await bus.stop()
  }
}
