import Foundation
import Glibc
import Synchronization

/// Stands between a client and the broker, and behaves as badly as a network can.
///
/// Each direction has a gate: while it is shut nothing is read and nothing is passed on, and the connection stays open, as
/// with a host that has stopped or a cable that is cut.
final class TCPProxy: Sendable {
  private let brokerPort: UInt16
  private let listener: Int32
  private let toBroker: Gate
  private let toClient: Gate
  private let open = Mutex<[Int32]>([])
  private let newestClient = Mutex<Int32?>(nil)
  let port: UInt16

  init(brokerPort: Int) throws {
    self.brokerPort = UInt16(brokerPort)
    self.toBroker = try Gate()
    self.toClient = try Gate()
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = TCPProxy.loopback(port: 0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 && listen(listener, 16) == 0 && getsockname(listener, $0, &length) == 0
      }
    }
    guard isBound else { throw CocoaError(.featureUnsupported) }
    self.listener = listener
    self.port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread { self.acceptAll() }
  }

  /// Stops passing anything on, in both directions.
  func freeze() {
    self.toBroker.shut()
    self.toClient.shut()
  }

  /// Stops reading from the client; what the broker says still arrives, its heartbeats too.
  func stopReadingFromClient() {
    self.toBroker.shut()
  }

  func thaw() {
    self.toBroker.open()
    self.toClient.open()
  }

  /// Says something to the newest client in the broker's name. The broker must be silent meanwhile.
  func sayToClient(_ bytes: [UInt8]) {
    guard let client = self.newestClient.withLock({ $0 }) else { return }
    TCPProxy.writeAll(bytes[...], to: client)
  }

  /// What clients have written and the kernel could not get rid of, because nobody reads here.
  func bytesNotTaken() throws -> Int {
    let port = ":" + String(format: "%04X", self.port)
    // The columns: number, local and remote address, state, then transmit and receive queue in hexadecimal.
    // (Read by a handle: `String(contentsOfFile:)` ends after the first page of a file that says it is empty.)
    let table = try FileHandle(forReadingFrom: URL(filePath: "/proc/net/tcp")).readToEnd() ?? Data()
    return String(decoding: table, as: UTF8.self).split(separator: "\n").map { $0.split(separator: " ") }.filter {
      $0[2].hasSuffix(port)
    }
    .compactMap { Int($0[4].prefix(8), radix: 16) }.reduce(0, +)
  }

  /// Ends the connections, as a host does that goes down.
  func cutConnections() {
    self.open.withLock { for descriptor in $0 { shutdown(descriptor, Int32(SHUT_RDWR)) } }
  }

  /// Ends everything. The descriptors are left to the process: a pump may be about to use one.
  func stop() {
    shutdown(self.listener, Int32(SHUT_RDWR))
    self.thaw()
    self.cutConnections()
  }

  private func acceptAll() {
    while true {
      let client = accept(self.listener, nil, nil)
      guard client >= 0 else { return }
      let broker = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      var address = TCPProxy.loopback(port: self.brokerPort)
      _ = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          connect(broker, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
      self.open.withLock { $0 += [client, broker] }
      self.newestClient.withLock { $0 = client }
      Thread.detachNewThread { self.pump(from: client, to: broker, self.toBroker) }
      Thread.detachNewThread { self.pump(from: broker, to: client, self.toClient) }
    }
  }

  private func pump(from source: Int32, to target: Int32, _ gate: Gate) {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      gate.pass()
      let count = read(source, &buffer, buffer.count)
      guard count > 0 else { break }
      gate.pass()
      TCPProxy.writeAll(buffer.prefix(count), to: target)
    }
    shutdown(source, Int32(SHUT_RDWR))
    shutdown(target, Int32(SHUT_RDWR))
  }

  private static func writeAll(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) {
    var rest = bytes
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  private static func loopback(port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }
}

/// Open while its pipe holds a byte: whoever passes only looks whether there is one.
private struct Gate: Sendable {
  private let readEnd: Int32
  private let writeEnd: Int32

  init() throws {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw CocoaError(.featureUnsupported) }
    (self.readEnd, self.writeEnd) = (ends[0], ends[1])
    _ = fcntl(self.readEnd, F_SETFL, O_NONBLOCK)
    self.open()
  }

  func open() {
    var byte: UInt8 = 1
    write(self.writeEnd, &byte, 1)
  }

  func shut() {
    var byte: UInt8 = 0
    while read(self.readEnd, &byte, 1) == 1 {}
  }

  func pass() {
    var descriptor = pollfd(fd: self.readEnd, events: Int16(POLLIN), revents: 0)
    poll(&descriptor, 1, -1)
  }
}
