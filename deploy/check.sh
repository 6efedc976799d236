#!/usr/bin/env bash
# The whole gate, the same for people and for CI: lint, build with warnings as errors, every test against a private
# broker and database. The last line says how many tests passed and failed; the exit status agrees with it.
#
# With --faults instead: the whole catalogue of faults (a quarter of an hour), and what was seen into the README's table.
set -euo pipefail

with_faults=no
case ${1:-} in
  '') ;;
  --faults) with_faults=yes ;;
  *) echo "usage: deploy/check.sh [--faults]" >&2 && exit 64 ;;
esac

cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=deploy/dev/servers.sh
source deploy/dev/servers.sh

step() { printf '\n== %s (%d min %02d s)\n' "$1" $((SECONDS / 60)) $((SECONDS % 60)); }

step "requirements"
install_requirements
install_evidence_tools >/dev/null

step "lint"
swift format lint --strict --recursive Package.swift Services Shared Tests
if command -v shellcheck >/dev/null; then
  # shellcheck disable=SC2046  # no file name of ours has a blank
  shellcheck -x -P . $(find deploy .ci -name '*.sh' -o -path '.ci/run')
fi

step "build"
swift build --build-tests --explicit-target-dependency-import-check error

step "servers"
scratch=$(mktemp -d /tmp/redress-check.XXXXXX)
# mktemp closes its directory to everybody else, and PostgreSQL's system user must pass.
chmod 711 "$scratch"
results=$scratch/tests
: >"$results"
use_directory "$scratch/servers"
finish() {
  local status=$?
  trap - EXIT
  if ((status != 0)); then
    mkdir -p .build/check-log
    cp -r "$directory/log/." .build/check-log/
    echo "the servers' logs are in .build/check-log" >&2
  fi
  remove_all >/dev/null || true
  rm -rf "$scratch"
  # After everything else, so that it is the last line also when a server was slow to stop.
  if [[ -n ${summary:-} ]]; then echo "$summary"; fi
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
start_servers
write_environment
# shellcheck source=/dev/null
source "$directory/env"

# swift-testing prints "✔ Test <name> passed after …" or "✘ Test <name> failed after …" once for each test.
count() {
  grep -E "^[^ ]+ Test .* $1 after [0-9.]+ seconds" "$results" | grep -vcE '^[^ ]+ Test (run with [0-9]|case passing )' ||
    true
}

broken=no
simulation=good
contract=good
# Called where its failure is looked at, so that the pipeline's own statuses are still there to return.
run_tests() {
  timeout --foreground 40m swift test --skip-build "$@" 2>&1 | tee -a "$results" | grep -vE '^[^ ]+ Test .* started\.$'
  return "${PIPESTATUS[0]}"
}

if [[ $with_faults == yes ]]; then
  export REDRESS_FAULTS=all REDRESS_FAULT_RESULTS=$PWD/.build/faults.jsonl
  rm -f "$REDRESS_FAULT_RESULTS"
  step "faults"
  run_tests --no-parallel --filter '^SystemTests\.FaultTests/' || broken=yes
  step "the README's table"
  if [[ $broken == no ]]; then
    REDRESS_RECORD=1 run_tests --filter '^SystemTests\.FaultTableTests/' || broken=yes
  else
    echo "not every fault was survived: the table stays as it was" >&2
  fi
  sed -n '/<!-- faults/,/<!-- \/faults/p' README.md
  if grep '"observed":"skipped: ' "$REDRESS_FAULT_RESULTS"; then echo "NOT TESTED HERE: the above" >&2; fi
  summary="$(wc -l <"$REDRESS_FAULT_RESULTS") faults, \
$(grep -c '"doubled":0,.*"lost":0,' "$REDRESS_FAULT_RESULTS" || true) of them with nothing lost and nothing doubled"
  step "done"
  [[ $broken == no ]]
  exit
fi

# The short form of the faults is not what the README's table is made from.
export REDRESS_FAULT_RESULTS=$scratch/faults.jsonl
# One after the other: most tests run real servers and services, and two cores under hundreds of them at once would make
# every limit of time a matter of luck.
step "tests"
run_tests --no-parallel --skip '^SystemTests\.' || broken=yes
step "system tests"
run_tests --no-parallel --filter '^SystemTests\.' || broken=yes
step "simulation"
"$(swift build --show-bin-path)/replay" --seeds Tests/Replay/failed-seeds.txt --for 60 2>&1 | tee "$scratch/replay" ||
  simulation=broken

step "contract"
deploy/contract.sh "$directory" 20 2>&1 | tee "$scratch/contract" || contract=broken

passed=$(count passed)
failed=$(count failed)
if [[ $broken == yes ]] && ((failed == 0)); then
  echo "the test process ended early" >&2
  failed=1
fi
if [[ $simulation == broken ]]; then failed=$((failed + 1)); fi
if [[ $contract == broken ]]; then failed=$((failed + 1)); fi
if ((failed > 0)); then
  # Thousands of lines stand between a failure and the end of the run, and whoever reads a log reads its end.
  step "what failed"
  grep -E '^[^ ]+ (Test|Suite) .*( recorded an issue| failed after )|^↳ |Fatal error|^[^ ]*error: ' "$results" |
    grep -vE '^↳ (Testing Library|Target Platform)' || true
  if [[ $simulation == broken ]]; then tail -40 "$scratch/replay"; fi
  if [[ $contract == broken ]]; then tail -60 "$scratch/contract"; fi
fi
step "rules of the domain, and what shows them"
# The whole table stands in the output of RepositoryTests and in .build/rules.txt.
sed '/^$/q' .build/rules.txt || true
step "done"
summary="$passed passed, $failed failed"
((failed == 0 && passed > 0))
