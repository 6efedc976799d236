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

# What evidence is held against in tests: a store that checks signatures, and readers of pictures and films. Prints the bin of
# those in Python.
install_evidence_tools() {
  if ! command -v exiftool >/dev/null; then
    if ((EUID != 0)); then
      echo "missing; please run: sudo apt-get install --no-install-recommends libimage-exiftool-perl" >&2
      return 1
    fi
    install_packages libimage-exiftool-perl || return 1
  fi
  python_tools evidence 'moto[server]==5.2.5' pillow==13.0.0 pillow-heif==1.8.1 av==18.1.0
}

# Installs packages of Python into a directory of their own, so that they neither need the system's nor change them.
# Prints its bin. Whoever comes while another installs waits for him.
#   python_tools NAME PACKAGE ...
python_tools() {
  local name=$1 place
  shift
  # shellcheck disable=SC2154  # whoever sources this file says where the project is
  place=$project/.build/tools/$name-$(printf '%s ' "$@" | sha256sum | head -c 12)
  if [[ ! -e $place/complete ]]; then
    if ! python3 -c 'import venv, ensurepip' 2>/dev/null; then
      if ((EUID != 0)); then
        echo "missing; please run: sudo apt-get install --no-install-recommends python3-venv" >&2
        return 1
      fi
      install_packages python3-venv || return 1
    fi
    mkdir -p "$project/.build/tools"
    (
      flock 9
      if [[ -e $place/complete ]]; then exit 0; fi
      rm -rf "$place" && python3 -m venv "$place" &&
        "$place/bin/pip" install --quiet --disable-pip-version-check "$@" >&2 && touch "$place/complete"
    ) 9>"$project/.build/tools/lock" || return 1
  fi
  echo "$place/bin"
}
