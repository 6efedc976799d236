extension PrometheusRegistry {
  /// What the answer to a scrape must declare.
  package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  /// All metrics in Prometheus' text format 0.0.4, families by name, series by labels.
  package func exposition() -> String {
    var text = ""
    for (name, family) in self.families() {
      if let help = self.descriptions[name]?.help {
        text += "# HELP \(name) \(help.replacing("\\", with: "\\\\").replacing("\n", with: "\\n"))\n"
      }
      text += "# TYPE \(name) \(family.type.rawValue)\n"
      for (labels, series) in family.series.sorted(by: { $0.key < $1.key }) {
        for sample in series.samples() {
          text += "\(name)\(sample.suffix)\(labels.text(bound: sample.bound)) \(sample.value.prometheusText)\n"
        }
      }
    }
    return text
  }
}
