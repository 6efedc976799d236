import Testing

@testable import AMQP

@Suite struct PromiseTests {
  @Test func anAnswerThatComesBeforeTheWaitIsKept() async throws {
    let promise = Promise<Int>()
    promise.answer(.success(1))
    promise.answer(.success(2))
    #expect(try await promise.value() == 1)
  }

  @Test func anAnswerThatComesDuringTheWaitEndsIt() async throws {
    let promise = Promise<Int>()
    async let value = promise.value()
    promise.answer(.success(3))
    #expect(try await value == 3)
  }

  @Test func cancellationBeforeTheWaitEndsIt() async {
    let promise = Promise<Int>()
    let waiting = Task { () -> AMQPError.Code? in
      withUnsafeCurrentTask { $0?.cancel() }
      do throws(AMQPError) {
        _ = try await promise.value()
        return nil
      } catch {
        return error.code
      }
    }
    #expect(await waiting.value == .cancelled)
    #expect(promise.isAnswered)
  }

  @Test func cancellationDuringTheWaitEndsIt() async {
    let promise = Promise<Int>()
    let waiting = Task { () -> AMQPError.Code? in
      do throws(AMQPError) {
        _ = try await promise.value()
        return nil
      } catch {
        return error.code
      }
    }
    await Task.yield()
    waiting.cancel()
    #expect(await waiting.value == .cancelled)
  }
}
