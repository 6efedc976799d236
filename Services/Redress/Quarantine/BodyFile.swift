import Foundation

/// Where the bytes of a message go: a file that only its owner can read, and that replaces no other by accident.
///
/// The file is opened before the bytes are asked for, because asking is written down.
struct BodyFile {
  private let path: String
  /// Where the bytes are written; with `force` beside the file that they replace at the end.
  private let place: String
  private let handle: FileHandle

  init(_ path: String, force: Bool) throws(Failure) {
    var status = stat()
    let exists = lstat(path, &status) == 0
    guard !exists || force else {
      throw Failure("\(path) is there already.", advice: "Name another file, or say --force to replace it.")
    }
    guard !exists || status.st_mode & S_IFMT == S_IFREG else {
      throw Failure("\(path) is no plain file, and stays.", advice: "Name a file.")
    }
    self.path = path
    self.place = exists ? "\(path).\(UUID().uuidString.lowercased())" : path
    let descriptor = open(self.place, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw Failure("\(path) cannot be written.", advice: "Name a file in a directory that you may write to.")
    }
    self.handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  func write(_ bytes: Data) throws(Failure) {
    do {
      try self.handle.write(contentsOf: bytes)
      try self.handle.close()
    } catch {
      self.remove()
      throw Failure("\(self.path) could not be written to its end.", advice: "Look whether the disk is full.")
    }
    guard self.place == self.path || rename(self.place, self.path) == 0 else {
      self.remove()
      throw Failure("\(self.path) could not be replaced.", advice: "Name a file in a directory that you may write to.")
    }
  }

  /// Leaves everything as it was.
  func remove() {
    unlink(self.place)
  }
}
