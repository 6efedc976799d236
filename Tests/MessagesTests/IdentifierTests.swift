import Foundation
import Messages
import Testing

struct IdentifierTests {
  @Test(arguments: [
    "CLX-2023-000001", "CLX-2000-999999", "CLX-9999-1000000", "AB-2023-000010", "A1B2C3D4-2023-123456",
  ])
  func complaintNumbersAreReadInTheirOneSpelling(text: String) {
    #expect(ComplaintNumber(text)?.text == text)
  }

  @Test(arguments: [
    "", "-", "--", "CLX-2023-00001", "CLX-2023-0000001", "CLX-2023-000000", "CLX-2023--00001", "CLX-2023-+00001",
    "CLX-1999-000001", "CLX-02023-000001", "CLX-20 3-000001", "clx-2023-000001", "C-2023-000001",
    "ABCDEFGHI-2023-000001", "1AB-2023-000001", "CLX-2023-000001-", " CLX-2023-000001", "CLX-2023-000001\n",
    "CLX-2023-٠٠٠٠٠١", "CLX-2023-99999999999999999999", "CLX–2023–000001",
  ])
  func otherSpellingsAreNoComplaintNumbers(text: String) {
    #expect(ComplaintNumber(text) == nil)
  }

  @Test func commissionNumbersWidenPast999() throws {
    let numbers = [1, 99, 999, 1000].map { CommissionNumber(prefix: "COBZS", worksNumber: 1, serial: $0).text }
    #expect(numbers == ["COBZS001/WXWT001", "COBZS001/WXWT099", "COBZS001/WXWT999", "COBZS001/WXWT1000"])
    for number in numbers { #expect(CommissionNumber(number)?.text == number) }
  }

  @Test(arguments: [
    "", "/", "COBZS001", "COBZS001/", "COBZS001/WXWT", "COBZS001/WXWT01", "COBZS001/WXWT0001", "COBZS001/WXWT000",
    "COBZS01/WXWT001", "COBZS000/WXWT001", "001/WXWT001", "cobzs001/WXWT001", "COBZS001/wxwt001", "COBZS001/WXWT001/",
    "COBZS-001/WXWT001", "COBZS001/WXWT-01", "ABCDEFGHIJKLM001/WXWT001", "ÄOBZS001/WXWT001",
  ])
  func otherSpellingsAreNoCommissionNumbers(text: String) {
    #expect(CommissionNumber(text) == nil)
  }

  @Test(arguments: ["CLX-2023-000001-C1", "CLX-2023-000001-M1", "CLX-2023-000001-C12"])
  func callbackNumbersNameComplaintKindAndRound(text: String) {
    #expect(CallbackNumber(text)?.text == text)
  }

  @Test(arguments: [
    "", "-", "-C1", "CLX-2023-000001", "CLX-2023-000001-", "CLX-2023-000001-C", "CLX-2023-000001-C0",
    "CLX-2023-000001-C01", "CLX-2023-000001-C+1", "CLX-2023-000001-X1", "CLX-2023-000001-c1", "CLX-2023-000001-C-1",
  ])
  func otherSpellingsAreNoCallbackNumbers(text: String) {
    #expect(CallbackNumber(text) == nil)
  }

  @Test func repairOrderNumbersNameComplaintAndSerial() {
    #expect(RepairOrderNumber("CLX-2023-000001-R1")?.text == "CLX-2023-000001-R1")
    #expect(RepairOrderNumber("CLX-2023-000001-R12")?.serial == 12)
  }

  @Test(arguments: [
    "", "-R", "-R1", "CLX-2023-000001-R", "CLX-2023-000001-R0", "CLX-2023-000001-R01", "CLX-2023-000001R1",
    "CLX-2023-000001-R1-R1", "CLX-2023-000001-r1",
  ])
  func otherSpellingsAreNoRepairOrderNumbers(text: String) {
    #expect(RepairOrderNumber(text) == nil)
  }

  @Test(arguments: [
    ("CL", true), ("CLX", true), ("ABCDEFG8", true), ("C", false), ("ABCDEFGH9", false), ("1CL", false),
  ])
  func projectCodesHaveTwoToEightLettersOrDigits(text: String, isValid: Bool) {
    #expect((ProjectCode(text) != nil) == isValid)
  }

  @Test(arguments: [
    ("WX", true), ("WX-01", true), ("ABCDEFGHIJKLMNOPQRST", true), ("W", false), ("ABCDEFGHIJKLMNOPQRSTU", false),
    ("-WX", false), ("wx-01", false), ("WX 01", false), ("WX\u{212A}", false),
  ])
  func contractorCodesHaveTwoToTwentyCharacters(text: String, isValid: Bool) {
    #expect((ContractorCode(text) != nil) == isValid)
  }

  @Test func scoresGoFromOneToFive() {
    #expect(Scores(quality: 1, speed: 5, staff: 3)?.lowest == 1)
    #expect(Scores(quality: 0, speed: 5, staff: 3) == nil)
    #expect(Scores(quality: 1, speed: 6, staff: 3) == nil)
    #expect(throws: DecodingError.self) {
      try MessageCoding.decoder().decode(Scores.self, from: Data(#"{"quality":9,"speed":1,"staff":1}"#.utf8))
    }
  }
}
