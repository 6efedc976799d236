#!/usr/bin/env bash
# Starts a private RabbitMQ and PostgreSQL on free ports, with --services the five services too, and writes DIR/env. With
# --tokens the services let in only who has a token of the key that DIR/env names (redress token).
set -euo pipefail

usage="usage: deploy/dev/start.sh [--services [--tokens]] [--directory DIR]   (DIR: .dev in the project's root)"
directory=
with_services=no
with_tokens=no
while (($# > 0)); do
  case $1 in
    --services) with_services=yes ;;
    --tokens) with_tokens=yes ;;
    --directory) directory=${2:?"$usage"} && shift ;;
    --help) echo "$usage" && exit 0 ;;
    *) echo "$usage" >&2 && exit 64 ;;
  esac
  shift
done

# shellcheck source=deploy/dev/servers.sh
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"
install_requirements
use_directory "${directory:-$project/.dev}"
if [[ $with_services == yes ]]; then
  swift build --package-path "$project" -c "${REDRESS_CONFIGURATION:-debug}"
fi
for service in "${services[@]}"; do
  if [[ $with_services == yes ]] && is_alive "$service" && [[ $with_tokens != "$(recall tokens)" ]]; then
    echo "the services already run, and want $([[ $with_tokens == yes ]] && echo no tokens || echo tokens):" \
      "deploy/dev/stop.sh stops them first" >&2
    exit 1
  fi
done
start_servers
if [[ $with_tokens == yes ]]; then require_tokens; fi
if [[ $with_services == yes ]]; then
  remember tokens "$with_tokens"
  start_services
fi
write_environment
echo "environment: source $directory/env"
