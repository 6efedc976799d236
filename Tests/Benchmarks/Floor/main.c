// The least work that any intake can do on this broker and this database: consume from a quorum queue; in one transaction a
// batch insert an inbox row, a complaint, an event and an outbox row a message; publish one event a message with publisher
// confirms; delete the outbox rows; acknowledge. No parsing, no rules. A yardstick beside which the real intake is measured,
// in the same run.
//
//   floor COUNT BATCH BYTES      BYTES: of a message's body
//
// Environment: AMQP_HOST, AMQP_PORT, AMQP_USER, AMQP_PASSWORD, AMQP_VHOST and libpq's PG… variables. Its tables are in a
// schema of its own, `floor`, which it drops and makes anew; its queues are `floor.in` and `floor.out`.
// Prints complaints a second, and the processor seconds that it used itself.
#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_tcp_socket.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec * 1e-9;
}

static double processor_seconds(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
}

static void die(const char *message) {
  fprintf(stderr, "floor: %s\n", message);
  exit(1);
}

static const char *setting(const char *name, const char *otherwise) {
  const char *value = getenv(name);
  return value ? value : otherwise;
}

static amqp_connection_state_t dial(void) {
  amqp_connection_state_t connection = amqp_new_connection();
  amqp_socket_t *socket = amqp_tcp_socket_new(connection);
  if (!socket || amqp_socket_open(socket, setting("AMQP_HOST", "127.0.0.1"), atoi(setting("AMQP_PORT", "5672"))))
    die("no broker");
  amqp_rpc_reply_t reply =
      amqp_login(connection, setting("AMQP_VHOST", "/"), 0, 131072, 0, AMQP_SASL_METHOD_PLAIN,
                 setting("AMQP_USER", "guest"), setting("AMQP_PASSWORD", "guest"));
  if (reply.reply_type != AMQP_RESPONSE_NORMAL) die("the broker refuses the login");
  amqp_channel_open(connection, 1);
  if (amqp_get_rpc_reply(connection).reply_type != AMQP_RESPONSE_NORMAL) die("no channel");
  return connection;
}

static void declare(amqp_connection_state_t connection, const char *queue) {
  amqp_table_entry_t entry = {.key = amqp_cstring_bytes("x-queue-type")};
  entry.value.kind = AMQP_FIELD_KIND_UTF8;
  entry.value.value.bytes = amqp_cstring_bytes("quorum");
  amqp_table_t arguments = {1, &entry};
  amqp_queue_declare(connection, 1, amqp_cstring_bytes(queue), 0, 1, 0, 0, arguments);
  if (amqp_get_rpc_reply(connection).reply_type != AMQP_RESPONSE_NORMAL) die("the queue cannot be declared");
  amqp_queue_purge(connection, 1, amqp_cstring_bytes(queue));
  if (amqp_get_rpc_reply(connection).reply_type != AMQP_RESPONSE_NORMAL) die("the queue cannot be purged");
}

static void empty(amqp_connection_state_t connection, const char *queue) {
  amqp_queue_purge(connection, 1, amqp_cstring_bytes(queue));
}

static long confirmed;

static void publish(amqp_connection_state_t connection, const char *queue, char *body, int size) {
  amqp_basic_properties_t properties = {._flags = AMQP_BASIC_DELIVERY_MODE_FLAG, .delivery_mode = 2};
  amqp_bytes_t bytes = {size, body};
  if (amqp_basic_publish(connection, 1, amqp_empty_bytes, amqp_cstring_bytes(queue), 0, 0, &properties, bytes))
    die("publishing failed");
}

static void await(amqp_connection_state_t connection, long until) {
  while (confirmed < until) {
    amqp_frame_t frame;
    if (amqp_simple_wait_frame(connection, &frame)) die("the broker is gone");
    if (frame.frame_type == AMQP_FRAME_METHOD && frame.payload.method.id == AMQP_BASIC_ACK_METHOD) {
      amqp_basic_ack_t *ack = frame.payload.method.decoded;
      confirmed = ack->multiple ? (long)ack->delivery_tag : confirmed + 1;
    }
    amqp_maybe_release_buffers(connection);
  }
}

static void run(PGconn *database, const char *sql) {
  PGresult *result = PQexec(database, sql);
  ExecStatusType status = PQresultStatus(result);
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) die(PQerrorMessage(database));
  PQclear(result);
}

static void prepare(PGconn *database, const char *name, const char *sql) {
  PGresult *result = PQprepare(database, name, sql, 1, NULL);
  if (PQresultStatus(result) != PGRES_COMMAND_OK) die(PQerrorMessage(database));
  PQclear(result);
}

static PGconn *open_database(void) {
  PGconn *database = PQconnectdb("");
  if (PQstatus(database) != CONNECTION_OK) die(PQerrorMessage(database));
  run(database,
      "set client_min_messages = warning; drop schema if exists floor cascade; create schema floor;"
      "create table floor.inbox(message_id uuid primary key, at timestamptz not null default now());"
      "create table floor.complaint(id uuid primary key default gen_random_uuid(), number bigserial unique,"
      "  body jsonb not null, at timestamptz not null default now());"
      "create table floor.event(id bigserial primary key, complaint uuid not null, body jsonb not null);"
      "create table floor.outbox(id bigserial primary key, body jsonb not null, sent bool not null default false)");
  prepare(database, "write",
          "with i as (insert into floor.inbox(message_id) select gen_random_uuid() from unnest($1::jsonb[])),"
          "c as (insert into floor.complaint(body) select b from unnest($1::jsonb[]) b returning id, body),"
          "e as (insert into floor.event(complaint, body) select id, body from c)"
          "insert into floor.outbox(body) select body from c returning id");
  prepare(database, "delete", "delete from floor.outbox where id = any($1::bigint[])");
  return database;
}

// One batch's bodies as the text of an array of jsonb. Returns the last delivery's tag.
static uint64_t take(amqp_connection_state_t connection, int count, char *array) {
  uint64_t tag = 0;
  char *end = array;
  *end++ = '{';
  for (int taken = 0; taken < count; taken++) {
    amqp_envelope_t envelope;
    amqp_maybe_release_buffers(connection);
    if (amqp_consume_message(connection, &envelope, NULL, 0).reply_type != AMQP_RESPONSE_NORMAL) die("consuming failed");
    if (taken) *end++ = ',';
    *end++ = '"';
    const char *bytes = envelope.message.body.bytes;
    for (size_t index = 0; index < envelope.message.body.len; index++) {
      if (bytes[index] == '"' || bytes[index] == '\\') *end++ = '\\';
      *end++ = bytes[index];
    }
    *end++ = '"';
    tag = envelope.delivery_tag;
    amqp_destroy_envelope(&envelope);
  }
  *end++ = '}';
  *end = 0;
  return tag;
}

int main(int argc, char **argv) {
  int count = argc > 1 ? atoi(argv[1]) : 20000, batch = argc > 2 ? atoi(argv[2]) : 50, size = argc > 3 ? atoi(argv[3]) : 800;
  if (count < 1 || batch < 1 || size < 16) die("usage: floor COUNT BATCH BYTES");
  char *body = malloc(size + 1);
  memset(body, 'x', size);
  body[size] = 0;
  memcpy(body, "{\"a\":\"", 6);
  memcpy(body + size - 2, "\"}", 2);

  amqp_connection_state_t in = dial(), out = dial();
  declare(in, "floor.in");
  declare(in, "floor.out");
  amqp_confirm_select(out, 1);
  for (int sent = 0; sent < count; sent++) {
    publish(out, "floor.in", body, size);
    if (sent % 1000 == 999) await(out, sent + 1);
  }
  await(out, count);
  PGconn *database = open_database();
  run(database, "checkpoint");

  char *array = malloc((size_t)(size * 2 + 8) * batch + 8), *ids = malloc((size_t)24 * batch + 8);
  long base = confirmed;
  double start = now(), used = processor_seconds();
  amqp_basic_qos(in, 1, 0, batch * 4 > 65535 ? 65535 : batch * 4, 0);
  amqp_basic_consume(in, 1, amqp_cstring_bytes("floor.in"), amqp_empty_bytes, 0, 0, 0, amqp_empty_table);
  for (int done = 0; done < count;) {
    int taken = count - done < batch ? count - done : batch;
    uint64_t tag = take(in, taken, array);
    const char *values[1] = {array};
    PGresult *result = PQexecPrepared(database, "write", 1, values, NULL, NULL, 0);
    if (PQresultStatus(result) != PGRES_TUPLES_OK) die(PQerrorMessage(database));
    char *end = ids;
    *end++ = '{';
    for (int row = 0; row < taken; row++) end += sprintf(end, row ? ",%s" : "%s", PQgetvalue(result, row, 0));
    strcpy(end, "}");
    PQclear(result);
    for (int row = 0; row < taken; row++) publish(out, "floor.out", body, size);
    await(out, base + done + taken);
    values[0] = ids;
    PQclear(PQexecPrepared(database, "delete", 1, values, NULL, NULL, 0));
    amqp_basic_ack(in, 1, tag, 1);
    done += taken;
  }
  double seconds = now() - start;
  printf("%.1f complaints/s, %.3f processor seconds\n", count / seconds, processor_seconds() - used);
  // What it leaves would be in the way of what is measured next.
  empty(out, "floor.out");
  run(database, "drop schema floor cascade");
  return 0;
}
