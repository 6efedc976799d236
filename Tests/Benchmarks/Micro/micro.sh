# shellcheck shell=bash
# The micro benchmarks under callgrind, which counts instructions: the same on a quiet machine and on a busy one. Sourced by
# deploy/bench.sh, which gives `project` and builds.
#
#   run_micro_benchmarks yes|no     yes: writes thresholds.json; no: fails when a count is more than its threshold and 5 %

# shellcheck disable=SC2154  # project is given by who sources this
thresholds=$project/Tests/Benchmarks/Micro/thresholds.json
# Valgrind gives up on Swift's debugging information, so that it is given a copy without.
micro_benchmarks=$project/.build/release/micro-benchmarks.stripped

# instructions NAME TIMES: of one process, from its start to its end.
instructions() {
  local output
  output=$(SWIFT_DETERMINISTIC_HASHING=1 valgrind --tool=callgrind --callgrind-out-file=/dev/null "$micro_benchmarks" "$1" "$2" 2>&1) || true
  if [[ $output != *"Collected : "* ]]; then
    echo "$output" >&2
    return 1
  fi
  sed -n 's/.*Collected : \([0-9]*\).*/\1/p' <<<"$output"
}

run_micro_benchmarks() {
  local record=$1 name few many each limit failed=no lines=()
  if ! command -v valgrind >/dev/null; then
    echo "valgrind is not installed" >&2
    return 1
  fi
  strip --strip-debug -o "$micro_benchmarks" "$project/.build/release/micro-benchmarks"
  printf '%-24s %14s %14s\n' "one time" instructions threshold
  for name in $("$micro_benchmarks" --list); do
    # The difference leaves out what the process takes to start; the first times are those that fill caches.
    few=$(instructions "$name" 20) || return 1
    many=$(instructions "$name" 120) || return 1
    each=$(((many - few) / 100))
    limit=$(sed -n "s/.*\"$name\": \([0-9]*\).*/\1/p" "$thresholds")
    printf '%-24s %14d %14s\n' "$name" "$each" "${limit:--}"
    lines+=("  \"$name\": $each")
    if [[ $record == no ]] && { [[ -z $limit ]] || ((each * 100 > limit * 105)); }; then
      echo "$name takes more than its threshold allows" >&2
      failed=yes
    fi
  done
  if [[ $record == yes ]]; then
    (IFS=$'\n' && printf '{\n%s\n}\n' "$(sed '$!s/$/,/' <<<"${lines[*]}")") >"$thresholds"
  fi
  [[ $failed == no ]]
}
