#pragma once
#include <libpq-fe.h>

// Swift does not import macros that are character literals.
static const int postgres_field_severity = PG_DIAG_SEVERITY_NONLOCALIZED;
static const int postgres_field_sql_state = PG_DIAG_SQLSTATE;
static const int postgres_field_message = PG_DIAG_MESSAGE_PRIMARY;
static const int postgres_field_detail = PG_DIAG_MESSAGE_DETAIL;
static const int postgres_field_table = PG_DIAG_TABLE_NAME;
static const int postgres_field_constraint = PG_DIAG_CONSTRAINT_NAME;
static const int postgres_field_routine = PG_DIAG_SOURCE_FUNCTION;
