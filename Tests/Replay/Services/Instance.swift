/// One process of a service. It dies and starts again, with nothing in its memory.
final class Instance {
  let number: Int
  /// Counts its lives: what an earlier one had under way is of no interest to the next.
  private(set) var life = 0
  private(set) var isUp = true
  /// Its scheduler is in the middle of a batch; the same for its sweeper.
  var isFiring = false
  var isSweeping = false

  /// Set by the service: takes its locks and channels away too.
  var kill: () -> Void = {}

  init(number: Int) {
    self.number = number
  }

  func die() {
    self.life += 1
    self.isUp = false
    self.isFiring = false
    self.isSweeping = false
  }

  func start() {
    self.isUp = true
  }
}
