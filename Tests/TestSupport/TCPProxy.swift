import Foundation
import Glibc
import Synchronization

/// Stands between clients and a server, and behaves as badly as a network can.
///
/// Each direction has a gate: while it is shut nothing is read and nothing is passed on, and the connection stays open, as
/// with a host that has stopped or a cable that is cut.
package final class TCPProxy: Sendable {
  private let serverPorts: [UInt16]
  private let listener: Int32
  private let toServer: Gate
  private let toClient: Gate
  private let lag = Mutex(Duration.zero)
  private let open = Mutex<[Int32]>([])
  private let newestClient = Mutex<Int32?>(nil)
  /// Where clients find it, on 127.0.0.1.
  package let port: UInt16

  /// - Parameter serverPorts: a client is passed on to the first of them that answers.
  package init(serverPorts: [Int]) throws {
    self.serverPorts = serverPorts.map(UInt16.init)
    self.toServer = try Gate()
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
  package func freeze() {
    self.toServer.shut()
    self.toClient.shut()
  }

  /// Stops reading from the clients; what the server says still arrives, heartbeats too.
  package func stopReadingFromClient() {
    self.toServer.shut()
  }

  package func thaw() {
    self.toServer.open()
    self.toClient.open()
  }

  /// Everything that is passed on comes so much later.
  package func delay(by lag: Duration) {
    self.lag.withLock { $0 = lag }
  }

  /// Says something to the newest client in the server's name. The server must be silent meanwhile.
  package func sayToClient(_ bytes: [UInt8]) {
    guard let client = self.newestClient.withLock({ $0 }) else { return }
    TCPProxy.writeAll(bytes[...], to: client)
  }

  /// What clients have written and the kernel could not get rid of, because nobody reads here.
  package func bytesNotTaken() throws -> Int {
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
  package func cutConnections() {
    self.open.withLock { for descriptor in $0 { shutdown(descriptor, Int32(SHUT_RDWR)) } }
  }

  /// Ends everything. The descriptors are left to the process: a pump may be about to use one.
  package func stop() {
    shutdown(self.listener, Int32(SHUT_RDWR))
    self.thaw()
    self.cutConnections()
  }

  private func acceptAll() {
    while true {
      let client = accept(self.listener, nil, nil)
      guard client >= 0 else { return }
      guard let server = self.connectToServer() else {
        close(client)
        continue
      }
      self.open.withLock { $0 += [client, server] }
      self.newestClient.withLock { $0 = client }
      Thread.detachNewThread { self.pump(from: client, to: server, self.toServer) }
      Thread.detachNewThread { self.pump(from: server, to: client, self.toClient) }
    }
  }

  private func connectToServer() -> Int32? {
    for port in self.serverPorts {
      let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      var address = TCPProxy.loopback(port: port)
      let isConnected = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          connect(server, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
      }
      if isConnected { return server }
      close(server)
    }
    return nil
  }

  private func pump(from source: Int32, to target: Int32, _ gate: Gate) {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      gate.pass()
      let count = read(source, &buffer, buffer.count)
      guard count > 0 else { break }
      gate.pass()
      self.wait()
      TCPProxy.writeAll(buffer.prefix(count), to: target)
    }
    shutdown(source, Int32(SHUT_RDWR))
    shutdown(target, Int32(SHUT_RDWR))
  }

  private func wait() {
    let lag = self.lag.withLock { $0 }
    // Polling nothing is a wait, and this thread belongs to one direction of one connection.
    if lag > .zero { poll(nil, 0, Int32(lag / .milliseconds(1))) }
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
