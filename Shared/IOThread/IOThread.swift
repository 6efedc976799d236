import CEventFD
import Glibc
import NIOConcurrencyHelpers

/// What a connection wants to be woken for after a turn of its thread's loop.
package struct IOInterest: Sendable, Equatable {
  /// The socket to watch, or nil while there is none.
  package var descriptor: Int32?
  /// Bytes are waiting to be written: wake up when the socket takes them.
  package var waitsToWrite: Bool
  /// The longest sleep, in milliseconds; nil sleeps until a job or the socket wakes the thread.
  package var timeoutMilliseconds: Int32?

  package init(descriptor: Int32?, waitsToWrite: Bool = false, timeoutMilliseconds: Int32? = nil) {
    self.descriptor = descriptor
    self.waitsToWrite = waitsToWrite
    self.timeoutMilliseconds = timeoutMilliseconds
  }

  /// Sleep until a job arrives.
  package static let idle = IOInterest(descriptor: nil)
}

/// One thread that owns one C connection and is the executor of the actor that wraps it.
///
/// The loop is: run all jobs that are waiting, take one turn, sleep in `poll` until a job or the socket wakes it. A job
/// may block (a DNS look-up, a hand-shake): it blocks only this connection, never the cooperative pool.
///
/// Whoever starts a thread must `stop()` it: stopping joins the thread, so that nothing of it outlives its owner.
package final class IOThread: SerialExecutor {
  /// One turn of the connection: read and write what can be, and say what to wait for. Runs on the thread.
  package typealias Turn = @Sendable () -> IOInterest

  private struct Shared: Sendable {
    var jobs: [UnownedJob] = []
    var turn: Turn?
    var isStopping = false
    /// The thread has left its loop; from then on a caller that enqueues a job runs it (see `runAfterEnd`).
    var hasEnded = false
    /// Who may touch the connection now: the thread, or after its end the caller that is running jobs.
    var runner: pthread_t?
    var thread: pthread_t?
  }

  // NIOLockedValueBox and not Synchronization.Mutex: the latter is a futex that the thread sanitizer does not see.
  private let shared = NIOLockedValueBox(Shared())
  private let wakeup: Wakeup
  private let name: String

  /// Starts the thread. `name` is what debuggers and `ps -L` show; the kernel keeps 15 bytes of it.
  /// - Throws: when the process has no descriptor or no thread left; then there is nothing to stop.
  package init(name: String) throws(IOThreadError) {
    self.wakeup = try Wakeup()
    self.name = name
    let box = Unmanaged.passRetained(self)
    var thread = pthread_t()
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    // Not left to `ulimit -s`: the C libraries decode what a sender has nested by recursion (26,000 levels fit one AMQP
    // frame). Only what is used of it takes memory.
    pthread_attr_setstacksize(&attributes, 16 * 1024 * 1024)
    let code = pthread_create(
      &thread, &attributes,
      { context in
        if let context { Unmanaged<IOThread>.fromOpaque(context).takeRetainedValue().loop() }
        return nil
      }, box.toOpaque())
    guard code == 0 else {
      box.release()
      throw IOThreadError(resource: .thread, errno: code)
    }
    self.shared.withLockedValue { $0.thread = thread }
  }

  deinit {
    self.wakeup.close()
  }

  /// Sets what the loop does between its jobs. Given once by the actor that this thread executes.
  package func onTurn(_ turn: @escaping Turn) {
    self.shared.withLockedValue { $0.turn = turn }
    self.wakeup.signal()
  }

  /// Makes the thread take a turn soon, for what its turn looks at by itself.
  package func wake() {
    self.wakeup.signal()
  }

  /// Ends the loop after the jobs that are waiting have run, and joins the thread. Must not be called on the thread.
  ///
  /// Joining blocks the caller for as long as the last job runs; an owner whose last job may be stuck in a C call frees it
  /// first (`shutdown(2)` on its socket).
  package func stop() {
    let thread: pthread_t? = self.shared.withLockedValue { state in
      state.isStopping = true
      state.turn = nil
      defer { state.thread = nil }
      return state.thread
    }
    guard let thread else { return }
    precondition(pthread_equal(thread, pthread_self()) == 0, "An I/O thread cannot join itself.")
    self.wakeup.signal()
    pthread_join(thread, nil)
  }

  package func enqueue(_ job: consuming ExecutorJob) {
    // The runtime does not hold the executor for us: once the job is in the list it may run, and its end may release the
    // last owner of this thread, before we have left the lock or woken anybody.
    let lifetime = Unmanaged.passRetained(self)
    defer { lifetime.release() }
    let job = UnownedJob(job)
    let (wasEmpty, mustRun) = self.shared.withLockedValue { state in
      state.jobs.append(job)
      guard state.hasEnded && state.runner == nil else { return (state.jobs.count == 1, false) }
      state.runner = pthread_self()
      return (false, true)
    }
    if mustRun {
      self.runAfterEnd()
    } else if wasEmpty {
      // The thread takes all jobs at once, so only the first of a round has to wake it.
      self.wakeup.signal()
    }
  }

  package func asUnownedSerialExecutor() -> UnownedSerialExecutor {
    UnownedSerialExecutor(ordinary: self)
  }

  package func checkIsolated() {
    let isRunner = self.shared.withLockedValue { $0.runner.map { pthread_equal($0, pthread_self()) != 0 } ?? false }
    precondition(isRunner, "The connection of I/O thread \(self.name) was used from another thread.")
  }

  private func loop() {
    _ = pthread_setname_np(pthread_self(), String(decoding: self.name.utf8.prefix(15), as: UTF8.self))
    self.shared.withLockedValue { $0.runner = pthread_self() }
    while true {
      let (jobs, turn, mayEnd) = self.shared.withLockedValue { state in
        defer { state.jobs.removeAll() }
        let mayEnd = state.isStopping && state.jobs.isEmpty
        if mayEnd {
          state.hasEnded = true
          state.runner = nil
        }
        return (state.jobs, state.turn, mayEnd)
      }
      if mayEnd { return }
      for job in jobs { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
      if let interest = turn?() {
        // A job that came during the turn has signalled the eventfd, so this poll returns at once.
        self.sleep(interest)
      } else if self.shared.withLockedValue({ !$0.isStopping }) {
        self.sleep(.idle)
      }
    }
  }

  /// Runs jobs on the caller's thread, one caller at a time: a call to an actor whose connection is gone gets its answer
  /// ("closed") instead of waiting for ever for a thread that has ended.
  private func runAfterEnd() {
    while true {
      let jobs = self.shared.withLockedValue { state in
        defer { state.jobs.removeAll() }
        if state.jobs.isEmpty { state.runner = nil }
        return state.jobs
      }
      if jobs.isEmpty { return }
      for job in jobs { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
  }

  private func sleep(_ interest: IOInterest) {
    var descriptors = [pollfd(fd: self.wakeup.descriptor, events: Int16(POLLIN), revents: 0)]
    if let descriptor = interest.descriptor {
      let events = interest.waitsToWrite ? POLLIN | POLLOUT : POLLIN
      descriptors.append(pollfd(fd: descriptor, events: Int16(events), revents: 0))
    }
    _ = poll(&descriptors, nfds_t(descriptors.count), interest.timeoutMilliseconds ?? -1)
    if descriptors[0].revents != 0 { self.wakeup.drain() }
  }
}
