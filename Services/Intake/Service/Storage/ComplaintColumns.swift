import DurableMessaging
import Foundation
import IntakeDomain
import Messages
import Postgres

/// The columns of a complaint in the order in which every statement reads them.
enum ComplaintColumns {
  static let list = """
    number, source, reference, received_at, registered_at, channel, kind, category, grade, surname, telephone, project,
    building, unit, location, building_part, content, access_times, grade_hint, category_hint,
    subpart, complainants, receipt, unit_known, reported_kind, matter, held_at, anonymised_at,
    version
    """

  static func decode(_ row: Row) throws(PostgresError) -> Complaint {
    var columns = row.columns()
    let number: ComplaintNumber = try columns.identifier()
    let source: String = try columns.next()
    let reference: String = try columns.next()
    let receivedAt: Date = try columns.next()
    let registeredAt: Date = try columns.next()
    let channel: Channel = try columns.term()
    let kind: ComplaintKind = try columns.term()
    let category: Messages.Category = try columns.term()
    let grade: Grade = try columns.term()
    let customer = Customer(surname: try columns.next(), telephone: try columns.next())
    let unit = UnitAddress(
      project: try columns.identifier(), building: try columns.next(), unit: try columns.next(),
      location: try columns.next())
    let buildingPart: BuildingPart = try columns.term()
    let content: String = try columns.next()
    let accessTimes = try columns.next(JSONB?.self).map(Self.texts)
    let gradeHint: Grade? = try columns.optionalTerm()
    let categoryHint: Messages.Category? = try columns.optionalTerm()
    let subpart: BuildingSubpart? = try columns.optionalTerm()
    let complainants = try columns.next(Int32?.self).map(Int.init)
    let receipt = try columns.next(JSONB?.self).map(Self.receipt)
    let isUnitKnown: Bool = try columns.next()
    let reportedKind: ComplaintKind? = try columns.optionalTerm()
    let report = ComplaintReported(
      reference: reference, receivedAt: receivedAt, channel: channel, kind: reportedKind ?? kind, customer: customer,
      unit: unit, buildingPart: buildingPart, content: content, accessTimes: accessTimes, gradeHint: gradeHint,
      categoryHint: categoryHint, subpart: subpart, complainants: complainants, receipt: receipt)
    return Complaint(
      number: number, source: source, report: report, registeredAt: registeredAt, kind: kind, category: category,
      grade: grade, matter: try columns.optionalIdentifier(), isUnitKnown: isUnitKnown, heldAt: try columns.next(),
      anonymisedAt: try columns.next(), version: try columns.next())
  }

  static func json(_ texts: [String]) -> JSONB {
    var writer = JSONWriter()
    writer.beginArray()
    for text in texts { writer.string(text) }
    writer.endArray()
    return JSONB(writer.bytes)
  }

  static func json(_ receipt: Receipt) -> JSONB {
    var writer = JSONWriter()
    writer.beginObject()
    func member(_ name: String, _ text: String?) {
      guard let text else { return }
      writer.name(name)
      writer.string(text)
    }
    member("unit", receipt.unit?.rawValue)
    if let ownCase = receipt.ownCase {
      writer.name("ownCase")
      writer.boolean(ownCase)
    }
    member("handledAt", receipt.handledAt.map(RFC3339.string))
    member("externalIdentifier", receipt.externalIdentifier)
    member("deliveryEvent", receipt.deliveryEvent)
    writer.endObject()
    return JSONB(writer.bytes)
  }

  private static func receipt(_ json: JSONB) throws(PostgresError) -> Receipt {
    do {
      return try MessageCoding.decoder().decode(Receipt.self, from: Data(json.bytes))
    } catch {
      throw PostgresError(.decoding, detail: "receipt is no receipt")
    }
  }

  static func texts(_ json: JSONB) throws(PostgresError) -> [String] {
    do {
      return try JSONDecoder().decode([String].self, from: Data(json.bytes))
    } catch {
      throw PostgresError(.decoding, detail: "access_times is no array of texts")
    }
  }
}
