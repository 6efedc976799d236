/// The place of a statement in the pipeline that it was added to.
package struct PipelineTicket<Statement: PreparedStatement>: Sendable {
  let index: Int
}
