package import Foundation
package import Messages

/// One complaint on its way to the end (state machine 3.1, main path).
package struct Case: Sendable, Equatable {
  package enum State: String, Sendable, CaseIterable {
    /// Nobody answers for it yet. Left by assignment.
    case registered
    /// A unit works on it; also while a repair runs. Left when the work is handled.
    case assigned
    /// The owner has signed, or the unit has reported the matter done. Left when the closing callback is scheduled.
    case handled
    /// Customer service will ask the customer. Left by the answer: closed or reopened.
    case awaitingCallback = "awaiting-callback"
    /// The customer was not satisfied; the unit works on it again. Left when the work is handled.
    case reopened
    /// The end. Nothing leaves it.
    case closed
  }

  package let number: ComplaintNumber
  package let receivedAt: Date
  package let kind: ComplaintKind
  package let category: Category
  package let address: UnitAddress
  package let buildingPart: BuildingPart

  package internal(set) var state: State
  package internal(set) var unit: ResponsibleUnit?
  /// The trade of the repair that belongs to the case; nil where the unit settles the matter itself.
  package internal(set) var trade: Trade?
  /// Counts from 1; each dissatisfied callback begins the next.
  package internal(set) var round: Int
  package internal(set) var assignedAt: Date?
  package internal(set) var repliedAt: Date?
  package internal(set) var surveyedAt: Date?
  package internal(set) var handledAt: Date?
  package internal(set) var closedAt: Date?
  /// Counts the events published about the case.
  package internal(set) var version: Int64

  package init(
    number: ComplaintNumber, receivedAt: Date, kind: ComplaintKind, category: Category, address: UnitAddress,
    buildingPart: BuildingPart, state: State, unit: ResponsibleUnit?, trade: Trade?, round: Int, assignedAt: Date?,
    repliedAt: Date?, surveyedAt: Date?, handledAt: Date?, closedAt: Date?, version: Int64
  ) {
    self.number = number
    self.receivedAt = receivedAt
    self.kind = kind
    self.category = category
    self.address = address
    self.buildingPart = buildingPart
    self.state = state
    self.unit = unit
    self.trade = trade
    self.round = round
    self.assignedAt = assignedAt
    self.repliedAt = repliedAt
    self.surveyedAt = surveyedAt
    self.handledAt = handledAt
    self.closedAt = closedAt
    self.version = version
  }

  /// The unit has work to do.
  package var isInWork: Bool { self.state == .assigned || self.state == .reopened }

  /// Counts one more event about the case.
  package mutating func nextVersion() -> Int64 {
    self.version += 1
    return self.version
  }
}
