/// Where a running service listens, with the real ports where the configuration said 0.
package struct ServiceAddresses: Sendable, Hashable {
  package let http: ListenAddress
  package let admin: ListenAddress

  package init(http: ListenAddress, admin: ListenAddress) {
    self.http = http
    self.admin = admin
  }
}
