/// Why a test could not be set up or did not see its fact in time; one sentence for the person who reads the log.
package struct TestSupportError: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) {
    self.description = description
  }
}
