-- The login roles of the five services and of the auditor, for the whole cluster. Run by a superuser, as often as wanted,
-- and always before a new release of the services starts: their migrations grant things to these roles.
--   psql -v intake_password=… -v dispatch_password=… -v contractors_password=… -v callback_password=… \
--        -v reporting_password=… -v auditor_password=… -f roles.sql -f schemas.sql
-- A role whose password variable is not given keeps the one it has; without any, it cannot log in over the network.
\set ON_ERROR_STOP on
BEGIN;

DO $$
DECLARE service text;
BEGIN
  FOREACH service IN ARRAY ARRAY['intake', 'dispatch', 'contractors', 'callback', 'reporting'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = service) THEN
      EXECUTE format('CREATE ROLE %I', service);
    END IF;
    EXECUTE format(
      'ALTER ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT', service);
    -- A statement without a schema means the service's own tables and nothing else.
    EXECUTE format('ALTER ROLE %I SET search_path = %I', service, service);
    -- A lost statement must not hold its row locks until somebody looks; a batch takes milliseconds.
    EXECUTE format('ALTER ROLE %I SET statement_timeout = %L', service, '30s');
    EXECUTE format('ALTER ROLE %I SET idle_in_transaction_session_timeout = %L', service, '60s');
  END LOOP;
END
$$;

-- Reads for `redress verify` and `redress case`; which columns, the services' own migrations say. It writes nothing.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'auditor') THEN
    CREATE ROLE auditor;
  END IF;
END
$$;
ALTER ROLE auditor LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT CONNECTION LIMIT 10;
-- Every name it uses has its schema.
ALTER ROLE auditor SET search_path = '';
ALTER ROLE auditor SET default_transaction_read_only = on;
-- A recount reads whole tables.
ALTER ROLE auditor SET statement_timeout = '10min';
ALTER ROLE auditor SET idle_in_transaction_session_timeout = '60s';

\if :{?intake_password}
ALTER ROLE intake PASSWORD :'intake_password';
\endif
\if :{?dispatch_password}
ALTER ROLE dispatch PASSWORD :'dispatch_password';
\endif
\if :{?contractors_password}
ALTER ROLE contractors PASSWORD :'contractors_password';
\endif
\if :{?callback_password}
ALTER ROLE callback PASSWORD :'callback_password';
\endif
\if :{?reporting_password}
ALTER ROLE reporting PASSWORD :'reporting_password';
\endif
\if :{?auditor_password}
ALTER ROLE auditor PASSWORD :'auditor_password';
\endif

-- The cluster's other databases are nobody's business: by default everyone may connect to them.
REVOKE ALL ON DATABASE postgres FROM PUBLIC;
REVOKE ALL ON DATABASE template1 FROM PUBLIC;

COMMIT;
