#!/bin/bash
# Run by the postgres image when it makes its database: the roles of the services and the auditor with their passwords,
# and the schemas.
set -euo pipefail

export PGUSER=$POSTGRES_USER PGDATABASE=$POSTGRES_DB
{
  for service in intake dispatch contractors callback reporting auditor; do
    variable=${service^^}_PASSWORD
    echo "\\set ${service}_password '${!variable}'"
  done
  echo "\\i /redress/roles.sql"
  echo "\\i /redress/schemas.sql"
} | psql -v ON_ERROR_STOP=1
