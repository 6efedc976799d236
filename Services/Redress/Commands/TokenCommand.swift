import ArgumentParser
import Foundation
import Messages

struct TokenCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "token",
    abstract: "Issue a token with which the services let somebody in: for demonstration and development.",
    discussion: """
      In a company its identity provider issues tokens, and no such key exists. `--new-key FILE` makes a key in FILE and its \
      public part in FILE.jwks; a service that is started with AUTH_ISSUER=\(Self.usualIssuer) and AUTH_JWKS_FILE=FILE.jwks \
      then lets in whoever has a token of it. Posts: \(Post.known.map(\.rawValue).joined(separator: ", ")).
      """)

  static let usualIssuer = "redress-development"

  @Option(help: ArgumentHelp("Make a key in this file, and its public part beside it.", valueName: "file"))
  var newKey: String?
  @Option(help: ArgumentHelp("The file of the key; else $TOKEN_KEY_FILE.", valueName: "file"))
  var key: String?
  @Option(help: "The account, for every record of what is done with the token.")
  var subject: String?
  @Option(help: "As people call whoever has the account; else the account.")
  var name: String?
  @Option(name: .customLong("post"), help: "A post, as customer-service-representative; may be given several times.")
  var posts: [String] = []
  @Option(name: .customLong("project"), help: "A project's code, or '*' for all; may be given several times.")
  var projects: [String] = []
  @Option(help: "How long it counts, in minutes.")
  var minutes = 480
  @Option(help: "The issuer that the services are told of (AUTH_ISSUER).")
  var issuer = Self.usualIssuer
  @Option(help: "For whom it is (AUTH_AUDIENCE of the services).")
  var audience = "redress"

  func validate() throws {
    if self.newKey != nil {
      guard self.subject == nil, self.posts.isEmpty, self.projects.isEmpty else {
        throw ValidationError("--new-key makes a key and no token: ask for the token after it.")
      }
      return
    }
    guard let subject, (1...100).contains(subject.unicodeScalars.count) else {
      throw ValidationError("--subject names the account, in 1 to 100 characters.")
    }
    let unknown = self.posts.filter { !Post($0).isKnown }
    guard unknown.isEmpty, !self.posts.isEmpty else {
      throw ValidationError(
        "--post is one of: \(Post.known.map(\.rawValue).joined(separator: ", ")).")
    }
    guard self.projects.allSatisfy({ $0 == "*" || ProjectCode($0) != nil }) else {
      throw ValidationError("--project is a project's code, as \(ProjectCode.example), or '*'.")
    }
    guard (1...60 * 24 * 31).contains(self.minutes) else {
      throw ValidationError("--minutes: from 1 to 44640, a month.")
    }
  }

  func run() async throws {
    if let newKey {
      try SigningKey().write(to: newKey)
      Output.line(
        "a key for demonstration and development: \(newKey), its public part: \(SigningKey.keySetPath(of: newKey))")
      return
    }
    let file = try Settings().values([.tokenSigner], given: [self.key])[0]
    Output.line(try SigningKey(file: file).token(try self.claims(now: Date())))
  }

  func claims(now: Date) throws -> TokenClaims {
    guard let subject else { throw ValidationError("--subject names the account.") }
    let seconds = Int(now.timeIntervalSince1970)
    return TokenClaims(
      iss: self.issuer, aud: self.audience, sub: subject, name: self.name ?? subject, posts: self.posts,
      projects: self.projects, iat: seconds, exp: seconds + self.minutes * 60)
  }
}

extension Settings.Key {
  static let tokenSigner = Settings.Key(
    variable: "TOKEN_KEY_FILE", option: "--key", meaning: "file of the key that signs tokens of development")
}
