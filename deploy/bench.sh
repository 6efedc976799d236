#!/usr/bin/env bash
# Measures redress on a private broker and database: intake beside the floor, the whole chain, latency, cost, growth. Prints
# a table; everything runs under .bench in the project's root, on free ports, and no process is left behind.
set -euo pipefail

usage="usage: deploy/bench.sh [--quick] [--json FILE] [--only PART,…] | --micro [--record]
  --quick       the same figures from less data, in under two minutes after the build
  --json FILE   writes the figures there too
  --only PARTS  of intake, cost, chain, latency, growth
  --micro       counts the instructions of codec, field table and inbox batch, and compares them with
                Tests/Benchmarks/Micro/thresholds.json; --record writes that file instead"

# shellcheck source=deploy/dev/servers.sh
source "$(dirname "${BASH_SOURCE[0]}")/dev/servers.sh"
export REDRESS_CONFIGURATION=release REDRESS_BENCHMARKS=1

arguments=()
json=
micro=no
record=no
while (($# > 0)); do
  case $1 in
    --quick) arguments+=("$1") ;;
    --json) json=$(realpath -m "${2:?"$usage"}") && shift ;;
    --only) arguments+=("$1" "${2:?"$usage"}") && shift ;;
    --micro) micro=yes ;;
    --record) record=yes ;;
    --help) echo "$usage" && exit 0 ;;
    *) echo "$usage" >&2 && exit 64 ;;
  esac
  shift
done
if [[ -n $json ]]; then arguments+=(--json "$json"); fi

build() {
  local product
  for product in "$@"; do swift build --package-path "$project" -c release --product "$product" >&2; done
}

if [[ $micro == yes ]]; then
  # shellcheck source=Tests/Benchmarks/Micro/micro.sh
  source "$project/Tests/Benchmarks/Micro/micro.sh"
  build micro-benchmarks
  run_micro_benchmarks "$record"
  exit
fi

outcome=failed
clean_up() {
  trap '' INT TERM HUP
  # What this shell has started beside the servers: the benchmark and, through it, services.
  if [[ -n ${benchmark:-} ]]; then kill -- "-$benchmark" 2>/dev/null || true; fi
  if [[ $outcome == good ]]; then
    remove_all >/dev/null
  else
    stop_all >/dev/null
    echo "bench: the logs are in $directory/log" >&2
  fi
}

install_requirements
build floor path-benchmarks "${services[@]}"
use_directory "$project/.bench"
# What a failed run has left for its reader would be measured, too.
remove_all >/dev/null
use_directory "$project/.bench"
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
start_servers >&2
write_environment
# shellcheck source=/dev/null
source "$directory/env"

# In a process group of its own, so that nothing it has started outlives it.
set -m
"$project/.build/release/path-benchmarks" "${arguments[@]}" &
benchmark=$!
set +m
wait "$benchmark"
outcome=good
