# shellcheck shell=bash
# What redress needs from Debian. Sourced; defines install_requirements.

# program or pkg-config module : Debian package
requirements=(
  rabbitmq-server:rabbitmq-server
  amqp-publish:amqp-tools
  postgres:postgresql
  psql:postgresql-client
  curl:curl
  pkg-config:pkg-config
  librabbitmq.pc:librabbitmq-dev
  libpq.pc:libpq-dev
)

# Where Debian keeps PostgreSQL's server programs (not on the PATH); empty without a server.
postgres_binaries() {
  local newest
  newest=$(find /usr/lib/postgresql -mindepth 3 -maxdepth 3 -path '*/bin/postgres' 2>/dev/null | sort -V | tail -n 1)
  if [[ -n $newest ]]; then
    dirname "$newest"
  elif command -v postgres >/dev/null; then
    dirname "$(command -v postgres)"
  fi
}

# Debian's rabbitmq-server; its wrapper in /usr/sbin insists on the system's own directories, the script does not.
rabbitmq_server() {
  local script
  for script in /usr/lib/rabbitmq/bin/rabbitmq-server "$(command -v rabbitmq-server || true)"; do
    if [[ -x $script ]]; then
      echo "$script"
      return
    fi
  done
}

has_requirement() {
  case $1 in
    rabbitmq-server) [[ -n $(rabbitmq_server) ]] ;;
    postgres) [[ -n $(postgres_binaries) ]] ;;
    *.pc) command -v pkg-config >/dev/null && pkg-config --exists "${1%.pc}" ;;
    *) command -v "$1" >/dev/null ;;
  esac
}

# Installs what is missing when run by root on Debian; otherwise says what to install and returns 1.
install_requirements() {
  local entry missing=()
  for entry in "${requirements[@]}"; do
    has_requirement "${entry%%:*}" || missing+=("${entry#*:}")
  done
  if ! command -v swift >/dev/null; then
    echo "swift is not installed: see https://www.swift.org/install/linux/ (6.2 or newer)" >&2
    return 1
  fi
  if ((${#missing[@]} == 0)); then return 0; fi
  if ((EUID != 0)) || ! command -v apt-get >/dev/null; then
    echo "missing; please run: sudo apt-get install --no-install-recommends ${missing[*]}" >&2
    return 1
  fi
  echo "installing ${missing[*]}"
  install_packages "${missing[@]}"
}

# The packages would start servers of their own on the default ports. Debian asks policy-rc.d first; 101 means "do not".
install_packages() {
  local policy=/usr/sbin/policy-rc.d made=no outcome=0
  if [[ ! -e $policy ]]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
    made=yes
  fi
  {
    DEBIAN_FRONTEND=noninteractive apt-get -q update &&
      DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends "$@"
  } </dev/null >&2 || outcome=$?
  if [[ $made == yes ]]; then rm -f "$policy"; fi
  return "$outcome"
}
