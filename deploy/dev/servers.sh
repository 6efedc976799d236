# shellcheck shell=bash
# A private RabbitMQ, a private PostgreSQL and the five services, all under one directory. Sourced by start.sh, stop.sh,
# check.sh and demo.sh:
#
#   use_directory DIR           first; everything below happens under DIR
#   start_servers               broker and database, at the same time; does nothing to one that is alive
#   start_broker [NODE] / start_database / start_standby / start_service NAME [VARIABLE=VALUE…]
#   wait_for_broker [NODE] / wait_for_database / wait_for_standby / wait_for_service NAME
#   stop_process NAME [SIGNAL]  broker, database, epmd or a service; waits until it is gone
#   stop_all                    services, then database, broker, epmd
#   write_environment           DIR/env
#
# DIR/run/NAME.pid holds the process id and, in its second line, the process' start time: together they name one process
# for good, so that a reused id is never mistaken for ours. DIR/state holds ports, which stay the same over a restart;
# DIR/secrets the passwords, DIR/log what the programs write.

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
services=(intake dispatch contractors callback reporting)
outside_users=(pms contractor-1 contractor-2 contractor-3 contractor-4)

# shellcheck source=deploy/dev/requirements.sh
source "$project/deploy/dev/requirements.sh"

use_directory() {
  mkdir -p "$1"
  directory=$(cd "$1" && pwd)
  mkdir -p "$directory"/{log,run,state,broker}
  chmod 700 "$directory/broker"
  local user
  (
    umask 077
    touch "$directory/secrets"
    for user in admin observer superuser auditor "${services[@]}" "${outside_users[@]}"; do
      if [[ -z $(password "$user") ]]; then echo "$user $(random_hex 16)" >>"$directory/secrets"; fi
    done
  )
}

random_hex() { od -An -v -tx1 -N "$1" /dev/urandom | tr -d ' \n'; }
password() { awk -v user="$1" '$1 == user { print $2 }' "$directory/secrets"; }
recall() { if [[ -e $directory/state/$1 ]]; then cat "$directory/state/$1"; fi; }
remember() { echo "$2" >"$directory/state/$1"; }

# --- processes -------------------------------------------------------------------------------------------------------

# Field 22 of /proc/PID/stat; counted from behind the program's name, which may hold blanks. A zombie counts as gone.
start_time() {
  local stat
  { stat=$(<"/proc/$1/stat"); } 2>/dev/null || return 1
  stat=${stat##*) }
  [[ ${stat:0:1} != Z ]] || return 1
  cut -d ' ' -f 20 <<<"$stat"
}

is_alive() {
  local pid='' started='' file=$directory/run/$1.pid
  [[ -e $file ]] || return 1
  { read -r pid && read -r started; } <"$file" || true
  [[ -n $pid && -n $started && $(start_time "$pid" || true) == "$started" ]]
}

process_id() { head -n 1 "$directory/run/$1.pid"; }

# launch NAME PROGRAM [ARGUMENT…]: in a session of its own, so that Ctrl-C at the terminal reaches the script only.
launch() {
  local name=$1 pid
  shift
  setsid "$@" </dev/null >>"$directory/log/$name.log" 2>&1 &
  pid=$!
  disown "$pid"
  printf '%s\n%s\n' "$pid" "$(start_time "$pid" || true)" >"$directory/run/$name.pid"
}

# wait_for NAME SECONDS COMMAND…: until COMMAND succeeds; fails with the end of NAME's log when NAME dies or time is up.
wait_for() {
  local name=$1 deadline=$((SECONDS + $2))
  shift 2
  until "$@" >/dev/null 2>&1; do
    if ! is_alive "$name"; then
      echo "$name ended before it was ready; the end of $directory/log/$name.log:" >&2
    elif ((SECONDS >= deadline)); then
      echo "$name is not ready in time; the end of $directory/log/$name.log:" >&2
    else
      sleep 0.1
      continue
    fi
    tail -n 25 "$directory/log/$name.log" >&2 || true
    return 1
  done
}

# stop_process NAME [SIGNAL]: again every five seconds, because a program that is just starting may miss it; KILL after
# half a minute.
stop_process() {
  local name=$1 signal=${2:-TERM} tries=0 pid
  if is_alive "$name"; then
    pid=$(process_id "$name")
    # Once only: to a service a second signal means "at once".
    kill -s "$signal" "$pid" 2>/dev/null || true
    kill -s CONT "$pid" 2>/dev/null || true
    while is_alive "$name"; do
      if ((tries == 600)); then
        echo "$name does not stop; killing it" >&2
        kill -s KILL "$pid" 2>/dev/null || true
      fi
      tries=$((tries + 1))
      sleep 0.05
    done
    echo "$name stopped"
  fi
  rm -f "$directory/run/$name.pid"
}

stop_all() {
  local name
  for name in "${services[@]}"; do
    if is_alive "$name"; then kill -s TERM "$(process_id "$name")" 2>/dev/null || true; fi
  done
  # Signal 0 only waits: they have been told.
  for name in "${services[@]}"; do stop_process "$name" 0; done
  # "Fast" shutdown: PostgreSQL's TERM would wait for clients to leave of their own accord.
  for name in standby database; do stop_process "$name" INT; done
  # The last node of a cluster to stop is the first to start.
  for name in broker-3 broker-2 broker epmd; do stop_process "$name"; done
  for_each_private_directory stop_all
}

# signal_process NAME SIGNAL: does not wait.
signal_process() {
  is_alive "$1" || { echo "$1 does not run" >&2; return 1; }
  kill -s "$2" "$(process_id "$1")"
}

# Ends the servers at once; their data are of no use to anybody after it.
kill_servers() {
  local name
  for name in broker broker-2 broker-3; do stop_process "$name" KILL; done
  for name in standby database; do stop_process "$name" QUIT; done
}

# for_each_private_directory FUNCTION: tests that break servers have theirs in directories of their own under DIR/private.
for_each_private_directory() {
  local private
  for private in "$directory"/private/*/; do
    if [[ -d $private ]]; then (use_directory "$private" && "$1"); fi
  done
}

# Stops everything and removes the directory with all data.
remove_all() {
  stop_all
  for_each_private_directory remove_all
  local name data
  for name in database standby; do
    data=$(recall "$name.data")
    # A test that fills a disk has a small one mounted there.
    if [[ -n $data ]] && mountpoint -q "$data"; then umount "$data"; fi
    if [[ $data == /tmp/redress-database.* ]]; then rm -rf "$data"; fi
  done
  rm -rf "$directory"
}

# --- ports -----------------------------------------------------------------------------------------------------------

port_is_free() { ! { exec 3<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null; }
port_answers() { ! port_is_free "$1"; }

# A port that another server of this directory was given and has not bound yet looks free and is not.
port_is_promised() { [[ -n $(grep -lsx "$2" "$directory"/state/* | grep -v "/$1\$" || true) ]]; }

# choose_port NAME: the one NAME had before if it is free, else a free one below the range that outgoing connections use.
choose_port() {
  local port
  port=$(recall "$1")
  until [[ -n $port ]] && (port_is_free "$port") && ! port_is_promised "$1" "$port"; do
    port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
  done
  remember "$1" "$port"
}

# --- RabbitMQ --------------------------------------------------------------------------------------------------------

# RabbitMQ's salted hash of a password: base64(salt + sha256(salt + password)).
password_hash() {
  local salt hash
  salt=$(random_hex 4)
  hash=$({ bytes "$salt"; printf %s "$1"; } | sha256sum | cut -d ' ' -f 1)
  bytes "$salt$hash" | base64 -w 0
}

# shellcheck disable=SC2001,SC2059  # the format is the value: \xNN for every byte
bytes() { printf "$(sed 's/../\\x&/g' <<<"$1")"; }

# The project's definitions with this directory's passwords, and an administrator, whom only private servers have. He may
# publish in others' names, as somebody does who puts messages back.
write_definitions() {
  local user script=()
  for user in observer "${services[@]}" "${outside_users[@]}"; do
    script+=(-e "s|\"name\": \"$user\", \"password_hash\": \"\"|\"name\": \"$user\", $(hash_entry "$user")|")
  done
  script+=(
    -e "s|\"users\": \[|&\n    {\"name\": \"admin\", $(hash_entry admin), \"tags\": [\"administrator\", \"impersonator\"]},|"
    -e 's|"permissions": \[|&\n    {"user": "admin", "vhost": "redress", ADMINISTRATOR},|'
    -e 's|ADMINISTRATOR|"configure": ".*", "write": ".*", "read": ".*"|'
  )
  (umask 077 && sed "${script[@]}" "$project/deploy/rabbitmq/definitions.json" >"$directory/broker/definitions.json")
}

hash_entry() { echo "\"password_hash\": \"$(password_hash "$(password "$1")")\""; }

# start_broker [NODE]: broker, or with broker-2 or broker-3 a node that joins the first one, which must be ready.
start_broker() {
  local node=${1:-broker}
  if is_alive "$node"; then
    echo "$node already runs"
    return
  fi
  local home=$directory/$node server
  server=$(rabbitmq_server)
  choose_port "$node.port"
  choose_port "$node.management"
  choose_port "$node.distribution"
  if [[ $node == broker ]]; then
    write_definitions
  else
    mkdir -p "$home"
    chmod 700 "$home"
    cp -p "$directory/broker/.erlang.cookie" "$home/"
  fi
  {
    if [[ $node == broker ]]; then
      sed "s|^definitions.local.path = .*|definitions.local.path = $home/definitions.json|" \
        "$project/deploy/rabbitmq/rabbitmq.conf"
    else
      sed '/^definitions/d' "$project/deploy/rabbitmq/rabbitmq.conf"
      echo "cluster_formation.peer_discovery_backend = classic_config"
      echo "cluster_formation.classic_config.nodes.1 = $(node_name broker)"
      echo "cluster_formation.classic_config.nodes.2 = $(node_name "$node")"
    fi
    echo
    echo "listeners.tcp.local = 127.0.0.1:$(recall "$node.port")"
    echo "management.tcp.ip = 127.0.0.1"
    echo "management.tcp.port = $(recall "$node.management")"
    echo "log.console = true"
    echo "log.file = false"
  } >"$home/rabbitmq.conf"
  cp "$project/deploy/rabbitmq/enabled_plugins" "$home/enabled_plugins"
  : >"$home/rabbitmq-env.conf"

  # Erlang nodes find each other through epmd. A private one leaves the machine's own untouched and sees only this node.
  if ! is_alive epmd; then
    choose_port epmd.port
    ERL_EPMD_ADDRESS=127.0.0.1 ERL_EPMD_PORT=$(recall epmd.port) launch epmd epmd
    wait_for epmd 10 port_answers_elsewhere "$(recall epmd.port)"
  fi
  # Queue depths are exact only once a tick, by default 5 s: too long for people and tests who wait for one.
  # RUNNING_UNDER_SYSTEMD makes the script become the Erlang machine, so that its process id is the broker's.
  launch "$node" env \
    HOME="$home" \
    RUNNING_UNDER_SYSTEMD=true \
    ERL_EPMD_ADDRESS=127.0.0.1 \
    ERL_EPMD_PORT="$(recall epmd.port)" \
    RABBITMQ_NODENAME="$(node_name "$node")" \
    RABBITMQ_NODE_IP_ADDRESS=127.0.0.1 \
    RABBITMQ_NODE_PORT="$(recall "$node.port")" \
    RABBITMQ_DIST_PORT="$(recall "$node.distribution")" \
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1}
      -rabbit collect_statistics_interval 500 quorum_tick_interval 500' \
    RABBITMQ_CONF_ENV_FILE="$home/rabbitmq-env.conf" \
    RABBITMQ_CONFIG_FILE="$home/rabbitmq.conf" \
    RABBITMQ_ADVANCED_CONFIG_FILE="$home/advanced.config" \
    RABBITMQ_ENABLED_PLUGINS_FILE="$home/enabled_plugins" \
    RABBITMQ_MNESIA_BASE="$home/mnesia" \
    RABBITMQ_LOG_BASE="$home" \
    RABBITMQ_PID_FILE="$home/erlang.pid" \
    "$server"
}

port_answers_elsewhere() { (port_answers "$1"); }

node_name() { echo "redress${1#broker}@localhost"; }

# broker_is_ready [NODE]
broker_is_ready() {
  port_answers_elsewhere "$(recall "${1:-broker}.port")" &&
    curl -fsS -o /dev/null -K - <<<"url = \"$(management_url "$@")/api/vhosts/redress\""
}

# management_url [NODE]
management_url() { echo "http://admin:$(password admin)@127.0.0.1:$(recall "${1:-broker}.management")"; }
amqp_url() { echo "amqp://$1:$(password "$1")@127.0.0.1:$(recall broker.port)/redress"; }

wait_for_broker() {
  local node=${1:-broker}
  wait_for "$node" 90 broker_is_ready "$node"
  echo "$node ready on 127.0.0.1:$(recall "$node.port"), management on 127.0.0.1:$(recall "$node.management")"
}

# broker_control ARGUMENT…: rabbitmqctl at the first node. Debian's wrapper would look for the system's own broker.
broker_control() {
  HOME=$directory/broker ERL_EPMD_ADDRESS=127.0.0.1 ERL_EPMD_PORT=$(recall epmd.port) \
    RABBITMQ_NODENAME=$(node_name broker) RABBITMQ_CONF_ENV_FILE="$directory/broker/rabbitmq-env.conf" \
    "$(dirname "$(rabbitmq_server)")/rabbitmqctl" "$@"
}

# --- PostgreSQL ------------------------------------------------------------------------------------------------------

# PostgreSQL refuses to run as root; Debian's package brings the user postgres for it.
as_database_user() {
  if ((EUID == 0)); then
    (cd / && setpriv --reuid postgres --regid postgres --init-groups "$@")
  else
    "$@"
  fi
}

# choose_database_directory NAME: under the directory, unless that lies where the database's system user may not go.
choose_database_directory() {
  local data
  data=$(recall "$1.data")
  if [[ -n $data && -d $data ]]; then return; fi
  data=$directory/$1
  mkdir -p "$data"
  if ((EUID == 0)); then
    chown postgres "$data"
    if ! as_database_user test -w "$data"; then
      rmdir "$data"
      data=$(mktemp -d /tmp/redress-database.XXXXXX)
      chown postgres "$data"
      echo "database files are in $data: user postgres may not enter $directory"
    fi
  fi
  chmod 700 "$data"
  remember "$1.data" "$data"
}

start_database() {
  if is_alive database; then
    echo "database already runs"
    return
  fi
  local binaries data
  binaries=$(postgres_binaries)
  choose_port database.port
  choose_database_directory database
  data=$(recall database.data)
  if [[ ! -e $data/PG_VERSION ]]; then
    # The password goes through a pipe that belongs to the database's user: no file and no command line shows it.
    # shellcheck disable=SC2016  # expanded by the inner shell
    password superuser |
      as_database_user bash -c '"$0" --pwfile=<(cat) "$@"' "$binaries/initdb" --pgdata="$data" \
        --username=superuser --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 >"$directory/log/initdb.log" 2>&1 ||
      { cat "$directory/log/initdb.log" >&2; return 1; }
  fi
  launch_database database
}

# A copy of the running database that follows it. Once it has caught up, the first commits nothing without it.
start_standby() {
  choose_port standby.port
  choose_database_directory standby
  PGPASSWORD=$(password superuser) as_database_user "$(postgres_binaries)/pg_basebackup" --pgdata="$(recall standby.data)" \
    --host=127.0.0.1 --port="$(recall database.port)" --username=superuser --write-recovery-conf --checkpoint=fast
  launch_database standby
}

wait_for_standby() {
  wait_for standby 60 standby_follows
  superuser_sql -c "ALTER SYSTEM SET synchronous_standby_names = '*'" -c 'SELECT pg_reload_conf()' >/dev/null
  wait_for standby 60 standby_is_waited_for
  echo "standby follows on 127.0.0.1:$(recall standby.port)"
}

standby_follows() { [[ -n $(superuser_sql -At -c "SELECT 1 FROM pg_stat_replication WHERE state = 'streaming'") ]]; }
standby_is_waited_for() { [[ -n $(superuser_sql -At -c "SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'") ]]; }

# The standby becomes the one that takes writes. It is for the caller to know that the first is dead.
promote_standby() {
  as_database_user "$(postgres_binaries)/pg_ctl" promote --pgdata="$(recall standby.data)" --wait
}

# launch_database NAME: the server whose data directory and port were chosen under this name.
launch_database() {
  local name=$1 binaries data
  binaries=$(postgres_binaries)
  data=$(recall "$name.data")
  forget_dead_postmaster "$data"
  local options=(
    -D "$data" -p "$(recall "$name.port")"
    -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=300 -c fsync=on
    -c timezone=UTC -c log_timezone=UTC -c logging_collector=off -c 'log_line_prefix=%m [%p] %q%u@%d '
  )
  if ((EUID == 0)); then
    launch "$name" setpriv --reuid postgres --regid postgres --init-groups "$binaries/postgres" "${options[@]}"
  else
    launch "$name" "$binaries/postgres" "${options[@]}"
  fi
}

# After a kill -9 PostgreSQL believes that its predecessor lives for as long as the process table lists it, and that is
# until its parent asks; a container's first process may never do so.
forget_dead_postmaster() {
  local file=$1/postmaster.pid pid tries
  for ((tries = 0; tries < 100; tries++)); do
    [[ -e $file ]] || return 0
    pid=$(head -n 1 "$file")
    kill -s 0 "$pid" 2>/dev/null || return 0
    sleep 0.05
  done
  if ! start_time "$pid" >/dev/null; then rm -f "$file"; fi
}

# superuser_sql [-d DATABASE] …: psql as the superuser; the password travels in the environment.
superuser_sql() {
  PGOPTIONS='-c client_min_messages=warning' PGPASSWORD=$(password superuser) \
    psql -X -q -h 127.0.0.1 -p "$(recall database.port)" -U superuser -d postgres -v ON_ERROR_STOP=1 "$@"
}

database_url() { echo "postgres://$1:$(password "$1")@127.0.0.1:$(recall database.port)/redress"; }

wait_for_database() {
  wait_for database 60 superuser_sql -c 'SELECT 1'
  if [[ -z $(superuser_sql -At -c "SELECT 1 FROM pg_database WHERE datname = 'redress'") ]]; then
    superuser_sql -c 'CREATE DATABASE redress'
  fi
  {
    local service
    for service in "${services[@]}" auditor; do echo "\\set ${service}_password '$(password "$service")'"; done
    echo "\\i $project/deploy/postgres/roles.sql"
    echo "\\i $project/deploy/postgres/schemas.sql"
  } | superuser_sql -d redress >>"$directory/log/database.log"
  echo "database ready on 127.0.0.1:$(recall database.port)"
}

start_servers() {
  start_broker broker
  start_database
  wait_for_database
  wait_for_broker broker
}

# --- services --------------------------------------------------------------------------------------------------------

# Before the first start_service: a service may be told another's address.
choose_service_ports() {
  local service
  for service in "${services[@]}"; do
    if ! is_alive "$service"; then
      choose_port "$service.http"
      choose_port "$service.admin"
    fi
  done
}

# start_service NAME [VARIABLE=VALUE…]: with its own broker user and database role. The rest of the caller's environment
# reaches it too (CLOCK_RATE and the like).
start_service() {
  local service=$1 program
  shift
  if is_alive "$service"; then
    echo "$service already runs"
    return
  fi
  program=$project/.build/${REDRESS_CONFIGURATION:-debug}/$service
  if [[ ! -x $program ]]; then
    echo "$program is not built" >&2
    return 1
  fi
  launch "$service" env \
    AMQP_URL="$(amqp_url "$service")" \
    DATABASE_URL="$(database_url "$service")" \
    DISPATCH_URL="http://127.0.0.1:$(recall dispatch.http)" \
    INTAKE_URL="http://127.0.0.1:$(recall intake.http)" \
    NOTIFICATION_DIRECTORY="$directory/letters" \
    HTTP_PORT="$(recall "$service.http")" \
    ADMIN_PORT="$(recall "$service.admin")" \
    "$@" "$program"
}

service_is_ready() { curl -fsS -o /dev/null "http://127.0.0.1:$(recall "$1.admin")/health/ready"; }

wait_for_service() {
  wait_for "$1" 60 service_is_ready "$1"
  echo "$1 ready on 127.0.0.1:$(recall "$1.http"), admin on 127.0.0.1:$(recall "$1.admin")"
}

start_services() {
  local service
  choose_service_ports
  for service in "${services[@]}"; do start_service "$service"; done
  for service in "${services[@]}"; do wait_for_service "$service"; done
}

# Makes the key for tokens of development, once, and has services that are started from now on want tokens of it.
require_tokens() {
  local key=$directory/token-key
  if [[ ! -e $key ]]; then "$project/.build/${REDRESS_CONFIGURATION:-debug}/redress" token --new-key "$key"; fi
  export AUTH_ISSUER=redress-development AUTH_JWKS_FILE=$key.jwks
}

# --- environment -----------------------------------------------------------------------------------------------------

# DIR/env: what tests and people source. Users and roles of their own stand beside the general names.
write_environment() {
  local user name service
  (
    umask 077
    {
      set_variable REDRESS_DIRECTORY "$directory"
      # So that redress and the services are found by their names.
      # shellcheck disable=SC2016  # whoever reads the file has a path of his own
      printf 'export PATH=%q:"$PATH"\n' "$project/.build/${REDRESS_CONFIGURATION:-debug}"
      set_variable AMQP_URL "$(amqp_url observer)"
      set_variable AMQP_ADMIN_URL "$(amqp_url admin)"
      set_variable CONTRACTOR_AMQP_URL "$(amqp_url contractor-1)"
      for user in "${outside_users[@]}" "${services[@]}"; do
        name=${user^^}
        set_variable "${name//-/_}_AMQP_URL" "$(amqp_url "$user")"
      done
      set_variable RABBITMQ_MANAGEMENT_URL "$(management_url)"
      set_variable DATABASE_URL "$(database_url superuser)"
      set_variable AUDITOR_DATABASE_URL "$(database_url auditor)"
      if [[ -e $directory/token-key ]]; then set_variable TOKEN_KEY_FILE "$directory/token-key"; fi
      for service in "${services[@]}"; do
        set_variable "${service^^}_DATABASE_URL" "$(database_url "$service")"
      done
      for service in "${services[@]}"; do
        if is_alive "$service"; then
          set_variable "${service^^}_URL" "http://127.0.0.1:$(recall "$service.http")"
          set_variable "${service^^}_ADMIN_URL" "http://127.0.0.1:$(recall "$service.admin")"
        fi
      done
    } >"$directory/env.new"
    mv "$directory/env.new" "$directory/env"
  )
}

set_variable() { printf "export %s='%s'\n" "$1" "$2"; }
