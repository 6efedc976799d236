package import Foundation
package import Messages

/// Something that an outside system or a person says about projects and homes.
package enum PropertyFact: Sendable, Equatable {
  case upserted(UnitUpserted)
  case delivered(UnitDelivered)
  case completed(ProjectCompleted)
  case departmentWithdrawn(ProjectDepartmentWithdrawn)

  package var project: ProjectCode {
    switch self {
    case .upserted(let message): message.unit.project
    case .delivered(let message): message.unit.project
    case .completed(let message): message.project
    case .departmentWithdrawn(let message): message.project
    }
  }

  /// The home that it is about; nil where it is about more than one.
  package var home: HomeAddress? {
    switch self {
    case .upserted(let message): message.unit
    case .delivered(let message): message.unit
    case .completed, .departmentWithdrawn: nil
    }
  }

  /// The building all of whose homes it is about.
  package var building: Building.Key? {
    guard case .completed(let message) = self, let name = message.building else { return nil }
    return Building.Key(project: message.project, name: name)
  }

  package var asOf: Date {
    switch self {
    case .upserted(let message): message.asOf
    case .delivered(let message): message.asOf
    case .completed(let message): message.asOf
    case .departmentWithdrawn(let message): message.asOf
    }
  }
}

/// What others are told about the property register, with the version of its subject.
package enum PropertyEvent: Sendable, Equatable {
  case project(ProjectChanged, version: Int64)
  case unit(UnitChanged, version: Int64)
}
