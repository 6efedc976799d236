/// Who has done something: the staff account, and the post in which he acted.
package struct Author: Sendable, Hashable {
  package let account: String
  package let post: String?

  package init(account: String, post: String?) {
    self.account = account
    self.post = post
  }
}
