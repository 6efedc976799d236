import Messages

extension AsyncAPIDocument {
  /// A complaint in structured mode; the examples below send it.
  package static let exampleEvent = """
    {
      "specversion": "1.0",
      "id": "a-text-of-your-own-1",
      "source": "/pms",
      "type": "complaint.reported.v1",
      "time": "2023-01-03T09:30:00+08:00",
      "data": {
        "reference": "PMS-000123",
        "receivedAt": "2023-01-03T09:28:00+08:00",
        "channel": "property-office",
        "kind": "complaint",
        "customer": {"surname": "王", "telephone": "13800138000"},
        "unit": {"project": "CLX", "building": "3", "unit": "1201", "location": "卫生间吊顶"},
        "buildingPart": "waterproofing",
        "content": "卫生间吊顶漏水，楼上已关水阀，仍在滴水。"
      }
    }
    """

  /// Everything an integrator has to know beside the schemas, as Markdown.
  static var introduction: String {
    [Self.overview, Self.sending, Self.refusals, Self.examples, Self.receiving, Self.chinese].joined(separator: "\n\n")
  }

  private static let overview = """
    redress takes a home owner's complaint to a closed case. Property-management systems tell it complaints
    (`complaint.reported.v1`) and what they know of homes (`unit.upserted.v1`, `unit.delivered.v1`,
    `project.completed.v1`, `project.department-withdrawn.v1`), contractors' systems tell it finished repairs
    (`repair.completion-reported.v1`), and it tells everybody who may listen what becomes of them.

    This document describes redress itself: `receive` is what you send to it, `send` is what it tells you. Messages are
    [CloudEvents 1.0](https://cloudevents.io) over AMQP 0-9-1; names of fields and words are the same in every language.
    """

  private static let sending = """
    ## Sending

    1. Connect to the broker with the virtual host (`redress` unless the operator says otherwise), the user and the
       password that the operator gave you. The user may publish its own message types to the exchange `inbound` and
       nothing else; declare nothing.
    2. Publish to the exchange `inbound` with the message's type as routing key. Set the property `user_id` to your
       broker user: the broker compares it with your connection, and redress takes it as your name. A tool that cannot
       set `user_id` appends a dot and the user to the routing key instead: `complaint.reported.v1.pms`.
    3. `source` must be `/` and your broker user (`/pms`), or stand below that (`/pms/office-3`).
    4. Send persistent (`delivery_mode` 2), with publisher confirms and `mandatory`: only then do you know that the
       message has arrived. When in doubt send it again.

    **Structured mode** needs nothing but a JSON library: the content type is `application/cloudevents+json`, the body
    is one object with the attributes and `data` (or `data_base64`). **Binary mode** puts the attributes into headers
    `cloudEvents_id`, `cloudEvents_source`, … (`cloudEvents:id` is read too), and the body is `data` alone, with the
    content type `application/json`. Batches are refused.

    **The same again changes nothing.** `source` and `reference` together name your complaint for ever, whatever the
    message's `id`. The same content under the same reference is taken as a repeat; different content under the same
    reference is refused as a `conflict`. What you tell of projects and homes carries `asOf`, the moment at which your
    system had it so: what is older than what is known, or says it again, changes nothing, so that messages may come late,
    twice and in any order.

    **Limits.** `data` has at most \(CloudEventsCodec.maximumDataBytes / 1024) KiB of UTF-8, an attribute at most
    \(AttributeReader.maximumBytes) bytes; all other limits stand in the schemas, and lengths count Unicode code points. White space around short texts is
    dropped; short texts hold no control characters, long ones only tab and line ends. A field that you leave out must be
    left out, not `null`. Unknown fields are ignored. Times need an offset and must not lie in the future.

    **What must be known before**: a complaint's project must be registered with redress; a completion counts only for a
    commission that your own broker user holds. A complaint about a home that nobody has told of is taken and marked.
    """

  private static var refusals: String {
    let codes = Fault.Code.known.map { "| `\($0.rawValue)` | \($0.name.english) | \($0.name.chinese) |" }
    return """
      ## Refusals

      Whatever cannot be taken is answered: `complaint.rejected.v1` and `property.rejected.v1` on the exchange
      `intake.events`, `repair.completion-rejected.v1` on `contractors.events`, with your `source`, your `reference` (as far
      as they could be read), the `id` of your event, and every fault at once, each with the field's path, a code and a
      sentence. Sending users cannot read: ask the operator for a user with a queue bound to these types, or for the
      observer's user. The
      original waits with the operator and can be replayed; you may also simply send a corrected one.

      | code | meaning | 含义 |
      |---|---|---|
      \(codes.joined(separator: "\n"))
      """
  }

  private static let examples = """
    ## Examples

    With `amqp-publish` (Debian's amqp-tools), which cannot set `user_id`; `complaint.json` is the event below:

    ```sh
    amqp-publish --url "amqp://pms:$PASSWORD@$HOST:5672/redress" --exchange inbound \\
      --routing-key complaint.reported.v1.pms --content-type application/cloudevents+json --persistent < complaint.json
    ```

    ```json
    \(exampleEvent)
    ```

    With Python's pika:

    ```python
    import os, pika

    parameters = pika.URLParameters(os.environ["PMS_AMQP_URL"])
    properties = pika.BasicProperties(
        content_type="application/cloudevents+json", delivery_mode=2, user_id="pms")
    with pika.BlockingConnection(parameters) as connection:
        channel = connection.channel()
        channel.confirm_delivery()
        with open("complaint.json", "rb") as event:
            channel.basic_publish("inbound", "complaint.reported.v1", event.read(), properties, mandatory=True)
    ```
    """

  private static let receiving = """
    ## Receiving

    Everything redress tells goes to one durable topic exchange a service (`intake.events`, `dispatch.events`,
    `contractors.events`, `callback.events`), in binary mode, with the type as routing key. A user that may read binds a
    queue of its own with the types it wants. Be ready for repeats (the same `id`); the events of one `subject` from one
    `source` carry `aggregateversion` 1, 2, 3, … and reach a queue in this order. Within a version (`.v1`) only optional
    fields and new words are added: ignore fields and keep words that you do not know.
    """

  private static let chinese = """
    ## 中文简介

    物业系统把客户投诉作为 `complaint.reported.v1`、房屋资料作为 `unit.upserted.v1` 等（以 `asOf` 时间为准，新者有效）、维修单位把完工作为 `repair.completion-reported.v1` 发到交换机 `inbound`，
    routing key 即消息类型。消息为 CloudEvents 1.0；最简单的是结构化模式（`application/cloudevents+json`，整个事件是一个 JSON
    对象）。属性 `user_id` 填本系统的 broker 用户名；不能设置时，在 routing key 末尾加“.用户名”。`source` 必须是“/用户名”或其下级。
    `source` 加 `reference` 唯一确定一件投诉：同样内容重发无影响，同号不同内容按冲突拒收。拒收时一次列出全部错误（字段路径、
    代码、说明），见 `complaint.rejected.v1` 和 `repair.completion-rejected.v1`。时间须带时区；长度按 Unicode 码点计算。
    """
}
