#!/usr/bin/env bash
# Ends what start.sh started under DIR, and nothing else. Data and ports are kept for the next start.
set -euo pipefail

usage="usage: deploy/dev/stop.sh [--directory DIR]   (DIR: .dev in the project's root)"
directory=
while (($# > 0)); do
  case $1 in
    --directory) directory=${2:?"$usage"} && shift ;;
    --help) echo "$usage" && exit 0 ;;
    *) echo "$usage" >&2 && exit 64 ;;
  esac
  shift
done

# shellcheck source=deploy/dev/servers.sh
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"
if [[ ! -d ${directory:-$project/.dev} ]]; then
  echo "nothing was started under ${directory:-$project/.dev}"
  exit 0
fi
use_directory "${directory:-$project/.dev}"
stop_all
