package import Foundation
package import Messages

/// The letter by which a contractor has an order. Customer service writes it: kind 3 of R-138.
package struct Commission: Sendable, Equatable {
  package let number: CommissionNumber
  package let contractor: ContractorCode
  package let issuedAt: Date

  package init(number: CommissionNumber, contractor: ContractorCode, issuedAt: Date) {
    self.number = number
    self.contractor = contractor
    self.issuedAt = issuedAt
  }
}
