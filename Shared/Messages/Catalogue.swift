/// Every message of the contract: who writes it, who reads it.
///
/// The topology of each service, the AsyncAPI document and the golden tests are made from this list.
package enum Catalogue {
  package struct Entry: Sendable {
    package let message: any Message.Type
    package let producer: Service
    package let consumers: Set<Service>
    /// One line for integrators.
    package let summary: String

    package var type: String { self.message.type }
    package var exchange: String { self.producer.exchange }
  }

  package static let entries: [Entry] = [
    entry(ComplaintReported.self, from: .outside, to: [.intake], "A customer complains, told by an outside system."),
    entry(
      RepairCompletionReported.self, from: .outside, to: [.contractors], "A contractor's system reports finished work."),
    entry(ProjectRegistered.self, from: .intake, to: [.contractors], "A project is known from now on."),
    entry(ComplaintRegistered.self, from: .intake, to: [.dispatch, .reporting], "A complaint has its number."),
    entry(ComplaintRejected.self, from: .intake, to: [], "A complaint was refused; all faults are named."),
    entry(CaseAssigned.self, from: .dispatch, to: [.reporting], "A unit answers for the case."),
    entry(CaseReplied.self, from: .dispatch, to: [.reporting], "The unit has answered the customer."),
    entry(RepairRequested.self, from: .dispatch, to: [.contractors], "A repair, or rework, is needed."),
    entry(CaseHandled.self, from: .dispatch, to: [.callback, .reporting], "The work is done; ask the customer."),
    entry(CaseReopened.self, from: .dispatch, to: [.reporting], "The customer is not satisfied; once more."),
    entry(CaseClosed.self, from: .dispatch, to: [.contractors, .callback, .reporting], "The case has ended."),
    entry(DeadlineMissed.self, from: .dispatch, to: [.reporting], "A limit has passed without its step."),
    entry(RepairSurveyed.self, from: .contractors, to: [.dispatch, .reporting], "The place was surveyed."),
    entry(RepairCommissioned.self, from: .contractors, to: [.reporting], "A contractor has the order."),
    entry(RepairCompleted.self, from: .contractors, to: [.reporting], "The contractor has finished."),
    entry(RepairCompletionRejected.self, from: .contractors, to: [], "A completion was refused; all faults are named."),
    entry(RepairAccepted.self, from: .contractors, to: [.reporting], "The developer finds the work good."),
    entry(RepairReworkOrdered.self, from: .contractors, to: [.reporting], "The contractor has to go back."),
    entry(RepairSigned.self, from: .contractors, to: [.dispatch, .reporting], "The owner has signed."),
    entry(CallbackScheduled.self, from: .callback, to: [.dispatch, .reporting], "The customer is to be asked."),
    entry(CallbackDue.self, from: .callback, to: [.reporting], "The day of a milestone callback has come."),
    entry(CallbackAnswered.self, from: .callback, to: [.dispatch, .reporting], "The customer has answered."),
  ]

  /// The types that a service reads, by the exchange they come from.
  package static func consumed(by service: Service) -> [String: [String]] {
    Dictionary(grouping: self.entries.filter { $0.consumers.contains(service) }, by: \.exchange)
      .mapValues { $0.map(\.type).sorted() }
  }

  package static func entry(of type: String) -> Entry? {
    self.byType[type]
  }

  private static let byType = Dictionary(uniqueKeysWithValues: entries.map { ($0.type, $0) })

  private static func entry(
    _ message: any Message.Type, from producer: Service, to consumers: Set<Service>, _ summary: String
  ) -> Entry {
    Entry(message: message, producer: producer, consumers: consumers, summary: summary)
  }
}
