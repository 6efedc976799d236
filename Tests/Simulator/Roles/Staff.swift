import Foundation
import Messages

/// The company's own people: they assign, answer, survey, accept, and settle what needs no repair.
struct Staff: Sendable {
  private static let desk = "zhao.qing"
  private static let manager = "he.min"
  private static let engineers = ["li.na", "chen.gang", "wang.wei"]
  private static let supervisors = ["sun.lei", "liu.yang"]

  let chance: Chance
  let pace: Pace

  /// Where no rule knows the unit, customer service decides within a working day, or a little later.
  func assignment(of complaint: ComplaintRegistered) -> Deed? {
    guard complaint.category == .other else { return nil }
    let (subject, reference) = (complaint.complaint.text, complaint.reference)
    let unit: ResponsibleUnit =
      complaint.buildingPart != .other
      ? .projectDepartment
      : self.chance.pick([.customerService, .propertyOffice, .projectDepartment], reference, "unit")
    return Deed(
      kind: .assignment, subject: subject,
      dueAt: self.pace.after(
        complaint.registeredAt, workingDays: self.chance.between(0.1, 1.4, reference, "assignment")),
      means: .request(
        .post(.dispatch, "/cases/\(subject)/assignment", ["unit": .text(unit.rawValue), "by": .text(Self.desk)])))
  }

  /// The plan for the customer: mostly within the two working days of R-054.
  func reply(to message: CaseAssigned, about known: KnownCase) -> Deed {
    let isLate = self.chance.happens(0.12, known.reference, "late reply")
    let days = self.chance.between(isLate ? 2 : 0.3, isLate ? 3 : 1.7, known.reference, "reply")
    return Deed(
      kind: .reply, subject: known.number.text, dueAt: self.pace.after(message.assignedAt, workingDays: days),
      means: .request(
        .post(
          .dispatch, "/cases/\(known.number)/reply",
          ["plan": "已与业主联系，约定上门查看时间，查明原因后尽快处理。", "by": .text(self.engineer(of: known))])))
  }

  /// Somebody goes and looks.
  func survey(after message: CaseAssigned, of known: KnownCase) -> Deed {
    let isGoodwill = self.chance.happens(0.15, known.reference, "judgement")
    let judgement: Judgement = isGoodwill ? .developerGoodwill : .developerGap
    return Deed(
      kind: .survey, subject: known.number.text,
      dueAt: self.pace.after(message.assignedAt, days: self.chance.between(0.8, 3, known.reference, "survey")),
      means: .request(
        .post(
          .contractors, "/repair-orders/\(known.number)-R1/survey",
          [
            "judgement": .text(judgement.rawValue), "finding": "现场情况与业主反映一致，由我司安排维修。",
            "by": .text(self.engineer(of: known)),
          ])))
  }

  /// what the company repairs as goodwill has the customer-service manager's consent.
  func judgement(after message: RepairSurveyed, of known: KnownCase) -> Deed? {
    guard message.judgement == .developerGoodwill else { return nil }
    return Deed(
      kind: .judgement, subject: known.number.text,
      dueAt: self.pace.after(message.surveyedAt, days: self.chance.between(0.1, 0.8, known.reference, "consent")),
      means: .request(
        .post(
          .dispatch, "/cases/\(known.number)/judgements",
          [
            "judgement": .text(message.judgement.rawValue), "reason": "超出保修范围，予以善意维修。",
            "by": .text(Self.manager), "consentBy": .text(Self.manager),
          ])))
  }

  /// The matter is done without a repair, after as many days as the record says.
  func handling(after message: CaseAssigned, of known: KnownCase) -> Deed {
    self.handling(of: known, at: self.pace.after(message.assignedAt, days: max(0.3, known.recorded.daysToClose)))
  }

  func handling(after message: CaseReopened, of known: KnownCase) -> Deed {
    let days = self.chance.between(0.5, 4, known.reference, "handling again")
    return self.handling(of: known, at: self.pace.after(message.reopenedAt, days: days))
  }

  private func handling(of known: KnownCase, at dueAt: Date) -> Deed {
    Deed(
      kind: .handling, subject: known.number.text, dueAt: dueAt,
      means: .request(
        .post(
          .dispatch, "/cases/\(known.number)/handled",
          [
            "result": "已处理完毕，现场已复查。", "reason": "当场处理，未另定方案。", "accepted": true, "opinion": "同意",
            "by": .text(self.engineer(of: known)),
          ])))
  }

  /// The new plan after a dissatisfied callback, within the two working days of R-171.
  func newPlan(after message: CaseReopened, of known: KnownCase) -> Deed {
    let days = self.chance.between(0.2, 1.6, known.reference, "new plan")
    return Deed(
      kind: .newPlan, subject: known.number.text, dueAt: self.pace.after(message.reopenedAt, workingDays: days),
      means: .request(
        .post(
          .dispatch, "/cases/\(known.number)/reply",
          ["plan": "已再次与业主联系，查明不满意的原因，重新安排处理。", "by": .text(self.engineer(of: known))])))
  }

  /// The developer's verdict within hours; a few jobs are not good the first time.
  func acceptance(after message: RepairCompleted, of known: KnownCase) -> Deed {
    let by = FormRequest.Field.text(self.chance.pick(Self.supervisors, known.reference, "supervisor"))
    let isGood = known.reworks > 0 || !self.chance.happens(0.03, known.reference, "refused acceptance")
    return Deed(
      kind: .acceptance, subject: known.number.text,
      dueAt: self.pace.after(message.completedAt, days: self.chance.between(0.1, 1.2, known.reference, "acceptance")),
      means: .request(
        .post(
          .contractors, "/repair-orders/\(message.order)/acceptance",
          isGood ? ["accepted": true, "by": by] : ["accepted": false, "reason": "验收时仍有缺陷，需返工。", "by": by])))
  }

  private func engineer(of known: KnownCase) -> String {
    self.chance.pick(Self.engineers, known.reference, "engineer")
  }
}
