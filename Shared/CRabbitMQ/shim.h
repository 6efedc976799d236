#pragma once
#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_tcp_socket.h>

// The log-in functions of librabbitmq are variadic, which Swift cannot call. One channel a connection is all we use.
static inline amqp_rpc_reply_t redress_amqp_login(
    amqp_connection_state_t connection, const char *virtual_host, int frame_max, int heartbeat_seconds,
    const amqp_table_t *client_properties, const char *user, const char *password) {
  return amqp_login_with_properties(connection, virtual_host, 1, frame_max, heartbeat_seconds, client_properties,
                                    AMQP_SASL_METHOD_PLAIN, user, password);
}
