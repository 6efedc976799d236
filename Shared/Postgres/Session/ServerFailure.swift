/// An error as the server described it.
struct ServerFailure {
  var isFatal = false
  var sqlState: String?
  var constraint: String?
  var table: String?
  /// The function of the server's source that raised it.
  var routine: String?
  /// The server's words; they may hold values of a row.
  var text: String?
}
