-- One schema a service, owned by its role, in the database one is connected to. Needs the roles of roles.sql.
-- Plain SQL, changes nothing when run again, and touches no row that other databases share.
BEGIN;

REVOKE ALL ON SCHEMA public FROM PUBLIC;

DO $$
DECLARE service text;
BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  FOREACH service IN ARRAY ARRAY['intake', 'dispatch', 'contractors', 'callback', 'reporting'] LOOP
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), service);
    EXECUTE format('CREATE SCHEMA IF NOT EXISTS %I AUTHORIZATION %I', service, service);
    -- Not the tables: what the auditor may read, their owner grants column by column.
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO auditor', service);
  END LOOP;
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO auditor', current_database());
END
$$;

COMMIT;
