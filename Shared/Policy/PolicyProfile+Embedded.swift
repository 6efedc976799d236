extension PolicyProfile {
  /// The manual of China Overseas (中海地产), the default: `Profiles/cohl-1.json`.
  package static let cohl = PolicyProfile.embedded("cohl")

  /// The procedure of Vanke (万科): `Profiles/vanke-1.json`.
  package static let vanke = PolicyProfile.embedded("vanke")

  /// What a file says that could not be read, which the tests exclude, is nothing: every question is answered by `noLimit`.
  private static func embedded(_ name: String) -> PolicyProfile {
    (try? PolicyRegister.standard.newest(name))
      ?? PolicyProfile(name: name, version: 0, limits: [:], commissionNumberPrefix: "", satisfiedFromScore: 5)
  }
}
