import Foundation

/// Progress goes to standard error: standard output is for the table.
func say(_ words: String) {
  FileHandle.standardError.write(Data("bench: \(words)\n".utf8))
}
