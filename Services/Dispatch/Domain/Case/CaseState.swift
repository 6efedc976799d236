package import Messages

extension Case {
  /// Where a complaint stands (state machine 3.1). `successors` says where each leads.
  package enum State: String, Sendable, CaseIterable {
    /// It has its number; nobody has looked at the facts yet. Left by verification, or at once where a rule knows the unit.
    case registered
    /// Customer service has found the facts. Left by assignment, or filed where there is nothing to it.
    case verified
    /// A unit answers for it and owes the customer a reply. Left by the reply, or given back.
    case assigned
    /// The customer has the plan. Left when the work begins.
    case planned
    /// The unit works, or a repair runs. Left when the work is done.
    case inProgress = "in-progress"
    /// Departments disagree, or it was given back once too often. Left by the leader's decision.
    case escalated
    /// Given back with the opinion of the unit's head. Left by customer service: filed or assigned anew.
    case returned
    /// The work is done; the customer has not said what he thinks of it. Left by his evaluation.
    case awaitingEvaluation = "awaiting-evaluation"
    /// The customer accepts, and will be called back. Left by the answer.
    case awaitingCallback = "awaiting-callback"
    /// The customer is not content. Left by a new plan, or by the work itself.
    case rework
    /// The end. Left only when the customer comes back with the same matter in time.
    case closed
    /// Nothing to it, or not ours. Nothing leaves it.
    case filedInvalid = "filed-invalid"
    /// Taken back by the customer. Nothing leaves it; he is called back all the same.
    case withdrawn
    /// It waits for the customer, a court or a season; limits stand still until the review date. Left by resuming.
    case suspended

    /// Every state that one input can lead to. The owner's signature and the customer's withdrawal are facts that end more
    /// than one state; an assignment by rule passes over `verified`.
    package var successors: Set<State> {
      switch self {
      case .registered: [.verified, .assigned, .filedInvalid, .withdrawn]
      case .verified: [.assigned, .filedInvalid, .withdrawn]
      case .assigned:
        [
          .planned, .inProgress, .returned, .escalated, .awaitingEvaluation, .awaitingCallback, .rework, .withdrawn,
        ]
      case .planned: [.inProgress, .escalated, .awaitingEvaluation, .awaitingCallback, .rework, .withdrawn]
      case .inProgress: [.escalated, .suspended, .awaitingEvaluation, .awaitingCallback, .rework, .withdrawn]
      case .escalated: [.assigned, .inProgress, .filedInvalid, .closed, .awaitingCallback, .withdrawn]
      case .returned: [.assigned, .filedInvalid, .awaitingCallback, .withdrawn]
      case .awaitingEvaluation: [.awaitingCallback, .rework, .withdrawn]
      case .awaitingCallback: [.closed, .rework, .withdrawn]
      case .rework: [.inProgress, .awaitingEvaluation, .awaitingCallback, .closed, .withdrawn]
      case .closed: [.rework]
      case .filedInvalid, .withdrawn: []
      case .suspended: [.inProgress, .awaitingCallback, .withdrawn]
      }
    }

    package var isOpen: Bool { self != .closed && self != .filedInvalid && self != .withdrawn }

    /// The unit has work to do; the owner may sign for it, and the unit may report it done.
    package var isInWork: Bool {
      switch self {
      case .assigned, .planned, .inProgress, .rework: true
      default: false
      }
    }

    /// Somebody has to answer for a case in this state.
    package var needsUnit: Bool {
      switch self {
      case .registered, .verified, .filedInvalid, .withdrawn: false
      default: true
      }
    }

    package var name: TermName {
      switch self {
      case .registered: TermName("已登记", "registered")
      case .verified: TermName("已核实", "verified")
      case .assigned: TermName("已分派", "assigned")
      case .planned: TermName("已定方案", "planned")
      case .inProgress: TermName("处理中", "in progress")
      case .escalated: TermName("已上报", "escalated")
      case .returned: TermName("已退回", "returned")
      case .awaitingEvaluation: TermName("待评价", "awaiting evaluation")
      case .awaitingCallback: TermName("待回访", "awaiting callback")
      case .rework: TermName("返工", "rework")
      case .closed: TermName("已关闭", "closed")
      case .filedInvalid: TermName("无效归档", "filed as invalid")
      case .withdrawn: TermName("客户撤诉", "withdrawn")
      case .suspended: TermName("已暂停", "suspended")
      }
    }
  }

  /// The five stages that the customer is told of.
  package enum Stage: String, Sendable, Codable, CaseIterable {
    case receive, assign, plan, order, close

    package var name: TermName {
      switch self {
      case .receive: TermName("受理", "receive")
      case .assign: TermName("分派", "assign")
      case .plan: TermName("方案", "plan")
      case .order: TermName("实施", "order")
      case .close: TermName("关闭", "close")
      }
    }
  }
}

extension Case.State {
  package var stage: Case.Stage {
    switch self {
    case .registered: .receive
    case .verified, .assigned, .returned: .assign
    case .planned: .plan
    case .inProgress, .escalated, .suspended, .rework: .order
    case .awaitingEvaluation, .awaitingCallback, .closed, .filedInvalid, .withdrawn: .close
    }
  }
}
