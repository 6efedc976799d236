#!/usr/bin/env bash
# Holds intake and dispatch to their OpenAPI documents: schemathesis asks whatever the documents allow, and much of what they
# do not, as somebody with every post, and looks at each answer: no failure of ours (5xx), no status, content type or body
# that the document does not name, nothing for who has no token.
#
#   deploy/contract.sh DIR [SECONDS]   DIR: where deploy/dev/servers.sh has started broker and database; SECONDS for each
#                                      service (25). What went wrong stands in DIR/log/contract-<service>.log.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=deploy/dev/servers.sh
source deploy/dev/servers.sh
use_directory "${1:?"usage: deploy/contract.sh DIR [SECONDS]"}"
seconds=${2:-25}
tools=$(python_tools schemathesis schemathesis==4.32.5)

redress=$project/.build/${REDRESS_CONFIGURATION:-debug}/redress
require_tokens
posts=()
for post in $("$redress" help token | tr '\n' ' ' | sed 's/.*Posts: \([^.]*\)\..*/\1/' | tr -d ,); do
  posts+=(--post "$post")
done
token=$("$redress" token --key "$directory/token-key" --subject contract-test "${posts[@]}" --project '*')

choose_service_ports
examined=(intake dispatch)
finish() { for service in "${examined[@]}"; do stop_process "$service" >/dev/null; done; }
trap finish EXIT
# In the year of the documents' examples, so that the first complaint has the number that they name.
for service in "${examined[@]}"; do
  start_service "$service" CLOCK_ORIGIN=2023-01-03T09:00:00+08:00 CLOCK_RATE=1 \
    CLOCK_START="$(date -u +%Y-%m-%dT%H:%M:%SZ)"
done
for service in "${examined[@]}"; do wait_for_service "$service"; done

address() { echo "http://127.0.0.1:$(recall "$1.http")"; }
ask() { curl -fsS -H "Authorization: Bearer $token" "$@"; }
put() { ask -o /dev/null -H 'Content-Type: application/json' "$@"; }

# One of each thing that the examples name, so that not everything ends with "nothing of this name".
put -X PUT "$(address intake)/projects/CLX" -d '{"name": "翠林兰溪园", "worksNumber": 1}'
put "$(address intake)/complaints" -d '{"reference": "1", "receivedAt": "2023-01-03T08:12:00+08:00", "channel": "hotline",
  "kind": "complaint", "customer": {"surname": "王", "telephone": "13800138000"}, "unit": {"project": "CLX",
  "building": "3", "unit": "1201"}, "buildingPart": "waterproofing", "content": "卫生间吊顶漏水。"}'
case_is_there() { ask -o /dev/null "$(address dispatch)/cases/CLX-2023-000001"; }
wait_for dispatch 20 case_is_there

outcome=good
for service in "${examined[@]}"; do
  ask -o "$directory/openapi-$service.json" "$(address "$service")/openapi.json"
  if "$tools/st" run "$directory/openapi-$service.json" --url "$(address "$service")" --header "Authorization: Bearer $token" \
    --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,ignored_auth \
    --phases examples,coverage,fuzzing --max-time "$seconds" --request-timeout 20 --warnings off \
    >"$directory/log/contract-$service.log" 2>&1; then
    grep -E '^ *(Test cases|[0-9]+ generated|Operations)|passed' "$directory/log/contract-$service.log" | tail -n 3
  else
    outcome=broken
    echo "$service does not answer as its document says:" >&2
    sed -n '/FAILURES\|ERRORS/,$p' "$directory/log/contract-$service.log" >&2
  fi
done
[[ $outcome == good ]]
