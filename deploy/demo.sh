#!/usr/bin/env bash
# Replays the recorded complaints of deploy/data through the five services and shows what came of them. Everything runs
# under .demo in the project's root, on free ports; no process is left behind, however this ends.
set -euo pipefail

usage="usage: deploy/demo.sh [--keep] [--seed N] [--debug]
  --keep    leaves everything running and says how to look around
  --seed N  decides what people do: the same seed, the same decisions (default: random)
  --debug   builds without optimization"
keep=no
seed=$((RANDOM * 32768 + RANDOM))
export REDRESS_CONFIGURATION=release
while (($# > 0)); do
  case $1 in
    --keep) keep=yes ;;
    --seed) seed=${2:?"$usage"} && shift ;;
    --debug) REDRESS_CONFIGURATION=debug ;;
    --help) echo "$usage" && exit 0 ;;
    *) echo "$usage" >&2 && exit 64 ;;
  esac
  shift
done

# shellcheck source=deploy/dev/servers.sh
source "$(dirname "${BASH_SOURCE[0]}")/dev/servers.sh"

# Less than four minutes: as much time for each stretch as there is to do in it. From June on time passes as everywhere,
# so that with --keep the figures stay.
phases=(
  3840                             # two days in 45 seconds: everybody complains
  6480@2023-01-03T00:00:00+08:00   # eight days in 107: replies, surveys, and most repairs
  28800@2023-01-11T00:00:00+08:00  # ten days in 30: most milestone callbacks
  259200@2023-01-21T00:00:00+08:00 # the rest in 44: repairs that took weeks and months
  1@2023-06-01T00:00:00+08:00
)
export CLOCK_ORIGIN=2023-01-01T00:00:00+08:00
CLOCK_RATE=$(IFS=, && echo "${phases[*]}")
export CLOCK_RATE
simulated_end=2023-06-01T00:00:00+08:00
expected_complaints=2000 expected_repeats=50 expected_broken=20 least_closed=1900

simulator=
all_hold=yes
outcome=failed

clean_up() {
  trap '' INT TERM HUP
  if [[ -n $simulator ]]; then
    kill "$simulator" 2>/dev/null || true
    wait "$simulator" 2>/dev/null || true
  fi
  if [[ $outcome == good && $keep == yes ]]; then return; fi
  if [[ $outcome == good ]]; then
    remove_all >/dev/null
  else
    stop_all >/dev/null
    echo "demo: the logs are in $directory/log" >&2
  fi
}

sql() { superuser_sql -d redress -At -c "$1"; }

# Everything on its way: in outboxes, in the services' queues, and waiting in an inbox for another attempt.
on_the_way() {
  local service depth depths waiting=0
  for service in "${services[@]}"; do
    waiting=$((waiting + $(sql "SELECT (SELECT count(*) FROM $service.outbox_message)
      + (SELECT count(*) FROM $service.inbox_message WHERE state IN ('retrying', 'parked'))")))
  done
  depths=$(curl -fsS -K - <<<"url = \"$(management_url)/api/queues/redress?columns=messages,name\"" |
    tr '{' '\n' | sed -n '/"name":"observer\./d; s/.*"messages":\([0-9]*\).*/\1/p')
  for depth in $depths; do waiting=$((waiting + depth)); done
  echo "$waiting"
}

# Three times nothing in a row: the broker's figures lag by half a second.
wait_until_settled() {
  local calm=0 deadline=$((SECONDS + 60))
  while ((calm < 3)); do
    if ((SECONDS >= deadline)); then
      echo "demo: $(on_the_way) messages are still on their way" >&2
      return 1
    fi
    if [[ $(on_the_way) == 0 ]]; then calm=$((calm + 1)); else calm=0; fi
    sleep 0.5
  done
}

# expect NAME FIGURE exactly|at-least FIGURE: says which figure does not hold.
expect() {
  case $3 in
    exactly) if (($2 == $4)); then return; fi ;;
    at-least) if (($2 >= $4)); then return; fi ;;
  esac
  echo "demo: $1 is $2 and should be $3 $4" >&2
  all_hold=no
}

run() {
  install_requirements
  echo "building ($REDRESS_CONFIGURATION)"
  swift build --package-path "$project" -c "$REDRESS_CONFIGURATION"
  use_directory "$project/.demo"
  local begun=$SECONDS

  start_servers
  CLOCK_START=$(date -u -d '+12 seconds' +%Y-%m-%dT%H:%M:%SZ)
  export CLOCK_START
  start_services
  write_environment

  (
    # shellcheck source=/dev/null
    source "$directory/env"
    exec "$project/.build/$REDRESS_CONFIGURATION/simulator" --data "$project/deploy/data/hpd-complaints-2023.csv" \
      --seed "$seed" --until "$simulated_end" --summary "$directory/state/simulator"
  ) &
  simulator=$!
  local simulated=0
  wait "$simulator" || simulated=$?
  simulator=
  expect "the simulator's exit status" "$simulated" exactly 0
  if ! wait_until_settled; then all_hold=no; fi

  echo
  curl -fsS "http://127.0.0.1:$(recall reporting.http)/reports/weekly?week=2023-W01&format=text"
  echo
  highlights
  echo
  echo "took $((SECONDS - begun)) seconds after the build"
  report
}

# The lines of an explanation, {"explanation": {"chinese": …, "english": …}}, in both languages one after the other.
explain() {
  superuser_sql -d redress -At -v json="$1" <<'SQL' | sed 's/^/  /'
SELECT CASE jsonb_typeof(text)
    WHEN 'array' THEN (SELECT string_agg(line, chr(10)) FROM jsonb_array_elements_text(text) AS line)
    ELSE text #>> '{}' END
  FROM (VALUES (1, 'chinese'), (2, 'english')) AS language (rank, name),
    LATERAL (SELECT :'json'::jsonb -> 'explanation' -> name AS text) AS told
  ORDER BY rank;
SQL
}

# What was found out about the complaints on their way, and how a date came about.
highlights() {
  local dispatch late judged
  dispatch=http://127.0.0.1:$(recall dispatch.http)
  echo "等级 Grades (R-040): $(sql "SELECT string_agg(grade || ' ' || count, ', ' ORDER BY count DESC)
    FROM (SELECT grade, count(*) FROM intake.complaint GROUP BY grade) AS grades")"
  echo "热点 Hot matters found (R-044):"
  sql "SELECT '  ' || number || ': ' || building_part || ', ' || (SELECT count(*) FROM intake.complaint
      WHERE matter = m.number) || ' complaints'
    FROM intake.matter m WHERE hot_at IS NOT NULL ORDER BY hot_at LIMIT 5"
  echo "超期与升级 Limits missed, by who was told (R-066):"
  sql "SELECT '  ' || (data ->> 'deadline') || ' (' || (data ->> 'rule') || '): '
      || count(*) FILTER (WHERE coalesce(data ->> 'level', 'unit-head') = 'unit-head') || ' unit head, '
      || count(*) FILTER (WHERE data ->> 'level' = 'customer-service-manager') || ' CS manager, '
      || count(*) FILTER (WHERE data ->> 'level' = 'leader-in-charge') || ' leader in charge'
    FROM reporting.event WHERE type = 'deadline.missed.v1' GROUP BY data ->> 'deadline', data ->> 'rule' ORDER BY 1"
  late=$(sql "SELECT subject FROM reporting.event WHERE type = 'deadline.missed.v1' AND data ->> 'deadline' = 'reply'
    ORDER BY version, subject LIMIT 1")
  if [[ -n $late ]]; then
    echo "期限说明 How the limit for the reply to $late came about:"
    explain "$(curl -fsS "$dispatch/cases/$late/deadlines/reply/explanation")"
  fi
  judged=$(sql "SELECT c.number FROM dispatch.repair_case c JOIN dispatch.property_unit u
      ON (u.project, u.building, u.unit) = (c.project, c.building, c.unit)
    WHERE u.delivered_on IS NOT NULL ORDER BY c.number LIMIT 1")
  if [[ -n $judged ]]; then
    echo "保修判定 What the warranty says of $judged (R-094 to R-101):"
    explain "$(curl -fsS "$dispatch/cases/$judged/warranty")"
  fi
}

# The figures, counted in the databases themselves.
report() {
  local published registered duplicates rejected closed open lost
  published=$(sed -n 's/^published=//p' "$directory/state/simulator")
  registered=$(sql "SELECT count(*) FROM intake.complaint")
  duplicates=$(sql "SELECT (SELECT coalesce(sum(repeats), 0) FROM intake.inbox_message)
    + (SELECT coalesce(sum(repeats), 0) FROM intake.complaint)")
  rejected=$(sql "SELECT count(*) FROM intake.inbox_message WHERE state = 'quarantined'")
  closed=$(sql "SELECT count(*) FROM dispatch.repair_case WHERE closed_at IS NOT NULL")
  open=$(sql "SELECT count(*) FROM dispatch.repair_case WHERE closed_at IS NULL")
  lost=$(sql "SELECT count(*) FILTER (WHERE c.number IS NULL OR r.received_at IS NULL)
      + abs($published - $registered - $duplicates - $rejected)
    FROM intake.complaint i LEFT JOIN dispatch.repair_case c USING (number)
    LEFT JOIN reporting.case_record r USING (number)")
  echo "demo: published=$published registered=$registered duplicates=$duplicates rejected=$rejected" \
    "closed=$closed open=$open lost=$lost"

  expect published "$published" exactly $((expected_complaints + expected_repeats + expected_broken))
  expect registered "$registered" exactly "$expected_complaints"
  expect duplicates "$duplicates" exactly "$expected_repeats"
  expect rejected "$rejected" exactly "$expected_broken"
  expect closed+open $((closed + open)) exactly "$expected_complaints"
  expect closed "$closed" at-least "$least_closed"
  expect lost "$lost" exactly 0
  expect "closed in reporting" \
    "$(sql "SELECT count(*) FROM reporting.case_record WHERE closed_at IS NOT NULL")" exactly "$closed"
  expect "complaint series with a gap" \
    "$(sql "SELECT count(*) FROM (SELECT 1 FROM intake.complaint GROUP BY project, year
      HAVING count(*) <> max(serial)) gap")" exactly 0
  expect "commission series with a gap" \
    "$(sql "SELECT count(*) FROM (SELECT 1 FROM contractors.commission GROUP BY project
      HAVING count(*) <> max(serial)) gap")" exactly 0
  local service
  for service in "${services[@]}"; do
    if ! is_alive "$service"; then
      echo "demo: $service does not run any more" >&2
      all_hold=no
    fi
  done
  for service in dispatch contractors callback reporting; do
    expect "messages in quarantine at $service" \
      "$(sql "SELECT count(*) FROM $service.inbox_message WHERE state = 'quarantined'")" exactly 0
  done
}

show_commands() {
  cat <<END

everything still runs; to look around:
  source $directory/env
  curl "\$REPORTING_URL/reports/weekly?week=2023-W02&format=text"    any week of 2023
  curl "\$REPORTING_URL/status-table?format=text"                    the open cases
  curl "\$INTAKE_URL/complaints/BX-2023-000001"                      a complaint; also \$DISPATCH_URL/cases/…
  curl "\$REPORTING_URL/cases/BX-2023-000001/events"                 everything that happened to it
  curl "\$INTAKE_ADMIN_URL/admin/quarantine"                         the broken messages, each with its reasons
  psql "\$DATABASE_URL"                                              schemas ${services[*]}
  the broker: \$RABBITMQ_MANAGEMENT_URL in a browser
to end it: deploy/dev/stop.sh --directory $directory
END
}

# Ends whatever an earlier demo has left, unless that was wanted.
directory=$project/.demo
if [[ -d $directory ]]; then
  if is_alive broker || is_alive database; then
    echo "a demo is still running; end it with: deploy/dev/stop.sh --directory $directory" >&2
    exit 1
  fi
  remove_all >/dev/null
fi

trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP
run
if [[ $all_hold == no ]]; then exit 1; fi
outcome=good
if [[ $keep == yes ]]; then show_commands; fi
