#!/bin/sh
# Gives the broker's service users their passwords; they last over restarts.
#   docker compose exec broker sh /redress/passwords.sh
set -eu

rabbitmqctl change_password intake "$INTAKE_PASSWORD"
rabbitmqctl change_password dispatch "$DISPATCH_PASSWORD"
rabbitmqctl change_password contractors "$CONTRACTORS_PASSWORD"
rabbitmqctl change_password callback "$CALLBACK_PASSWORD"
rabbitmqctl change_password reporting "$REPORTING_PASSWORD"
