import Foundation
import Messages

/// Intake beside the floor, one after the other again and again, so that what else the machine does meets both.
struct IntakeComparison: Sendable {
  let servers: Servers
  let inbound: Inbound
  let scale: Scale

  func measure(into figures: inout Figures) async throws {
    let run = IntakeRun(servers: self.servers, inbound: self.inbound, database: "redress")
    for batch in [50, 200] {
      var floor: [IntakeRate] = []
      var redress: [IntakeRate] = []
      for round in 1...self.scale.rounds {
        floor.append(try await Floor.measure(count: self.scale.complaints, batch: batch, on: self.servers))
        try await IntakeRun.forget(on: self.servers)
        redress.append(try await run.measure(count: self.scale.complaints, batch: batch))
        say(
          "batch \(batch), round \(round): floor \(Int(floor[round - 1].perSecond)), "
            + "intake \(Int(redress[round - 1].perSecond)) complaints/s, "
            + "\(Int(redress[round - 1].processorMicroseconds)) us of processor each")
      }
      figures["intake.floor_b\(batch)"] = floor.map(\.perSecond).median
      figures["intake.redress_b\(batch)"] = redress.map(\.perSecond).median
      figures["intake.floor_processor_us_b\(batch)"] = floor.map(\.processorMicroseconds).median
      figures["intake.redress_processor_us_b\(batch)"] = redress.map(\.processorMicroseconds).median
      // Of each pair, because the machine is the same within one and not over all.
      figures["intake.ratio_b\(batch)"] = zip(redress, floor).map { $0.perSecond / $1.perSecond }.median
    }
  }
}
