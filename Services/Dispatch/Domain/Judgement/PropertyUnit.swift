package import Messages

/// A home, as far as its warranty needs it; intake tells it. Nothing of who lives there.
package struct PropertyUnit: Sendable, Equatable {
  package let warranty: WarrantyFacts
  package let builders: [OriginalBuilder]

  package init(warranty: WarrantyFacts, builders: [OriginalBuilder]) {
    self.warranty = warranty
    self.builders = builders
  }

  /// Who has built the part, by the name of the firm.
  package func builder(of part: BuildingPart) -> String? { self.builders.first { $0.buildingPart == part }?.name }
}
