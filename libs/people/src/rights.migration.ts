import type { MigrationInterface, QueryRunner } from 'typeorm';
import { shippedRoles } from '@kontor/access/shipped-roles';

/**
 * The copies of roles and substitutions, the shares of the service's own records, and the functions by which
 * row-level security asks all of them. An expired share or substitution ends by itself: now() is asked, no job.
 */
export class Rights1700000000002 implements MigrationInterface {
  name = 'Rights1700000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    for (const text of functions) await runner.query(text);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE share, substitution_copy, role_copy;
      DROP FUNCTION notice_share, sees_names, shared_ids, reached_owners, reaches_all, caller_reaches, role_rights,
        acting_for, shipped_roles;
    `);
  }
}

const tables = `
  CREATE TABLE role_copy (
    id text PRIMARY KEY,
    rights jsonb NOT NULL,
    deleted boolean NOT NULL,
    role_version integer NOT NULL
  );
  CREATE TABLE substitution_copy (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL,
    substitute_id uuid NOT NULL,
    start_time timestamptz(3) NOT NULL,
    end_time timestamptz(3) NOT NULL,
    objects text[] NOT NULL,
    cancelled boolean NOT NULL,
    substitution_version integer NOT NULL
  );
  CREATE INDEX substitution_copy_substitute ON substitution_copy (substitute_id, end_time);
  CREATE TABLE share (
    id uuid PRIMARY KEY,
    object text NOT NULL,
    object_id uuid NOT NULL,
    grantee_kind text NOT NULL,
    grantee_id uuid NOT NULL,
    level text NOT NULL,
    fields text[] NOT NULL DEFAULT '{}',
    start_time timestamptz(3) NOT NULL,
    end_time timestamptz(3),
    grantor_id uuid NOT NULL,
    source text NOT NULL
  );
  CREATE INDEX share_grantee ON share (grantee_id, object);
  CREATE INDEX share_record ON share (object, object_id);
  CREATE UNIQUE INDEX share_once ON share (object, object_id, grantee_id) WHERE source = 'share';
`;

/**
 * The person of the transaction, and those whom the person stands in for now, step by step. Hardly anybody stands in for
 * anybody: in PL/pgSQL, whose expected number of rows Postgres believes, the rest is planned for one person.
 */
const actingFor = `
  CREATE FUNCTION acting_for(of_object text) RETURNS SETOF uuid LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 1 AS $$
    DECLARE
      caller CONSTANT uuid := nullif(current_setting('kontor.person', true), '')::uuid;
    BEGIN
      IF caller IS NULL THEN
        RETURN;
      END IF;
      RETURN NEXT caller;
      IF EXISTS (SELECT FROM substitution_copy s WHERE s.substitute_id = caller AND s.end_time > now()) THEN
        RETURN QUERY
          WITH RECURSIVE acting (id) AS (
            SELECT caller
            UNION
            SELECT s.person_id FROM acting JOIN substitution_copy s ON s.substitute_id = acting.id
            WHERE NOT s.cancelled AND s.start_time <= now() AND s.end_time > now()
              AND (cardinality(s.objects) = 0 OR of_object = ANY (s.objects))
          )
          SELECT id FROM acting WHERE id <> caller;
      END IF;
    END
  $$`;

/** What a role allows: as the copy has it, else as Kontor ships it; NULL for a role that is not there (any more). */
const roleRights = `
  CREATE FUNCTION role_rights(role_id text) RETURNS jsonb LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(
      (SELECT copy.rights FROM role_copy copy WHERE copy.id = role_id AND NOT copy.deleted),
      shipped_roles() -> role_id)
  $$`;

/** How each of them reaches, by their roles; administrators reach all. */
const callerReaches = `
  CREATE FUNCTION caller_reaches(of_object text) RETURNS TABLE (person_id uuid, unit_id uuid, reach text)
  LANGUAGE sql STABLE PARALLEL SAFE ROWS 2 AS $$
    SELECT DISTINCT p.id, p.unit_id, CASE WHEN role.id = 'administrator' THEN 'all' ELSE coalesce(
        (SELECT named ->> 'reach' FROM jsonb_array_elements(role.rights -> 'reaches') WITH ORDINALITY AS one (named, place)
         WHERE named ->> 'object' = of_object ORDER BY place LIMIT 1), 'line') END
    FROM acting_for(of_object) acting
    JOIN person_copy p ON p.id = acting
    CROSS JOIN LATERAL (
      SELECT held.id, role_rights(held.id) AS rights FROM jsonb_array_elements_text(p.roles) AS held (id)) role
    WHERE role.rights IS NOT NULL
  $$`;

/**
 * Who is reached, where not all are (then nobody: reaches_all says it). A unit that the copy does not know (yet) holds
 * the people who name it. PL/pgSQL keeps its plans, and asks only what the caller's roles ask for.
 */
const reachedOwners = `
  CREATE FUNCTION reached_owners(of_object text) RETURNS SETOF uuid LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 50 AS $$
    DECLARE
      one record;
    BEGIN
      RETURN QUERY SELECT acting FROM acting_for(of_object) acting;
      FOR one IN SELECT r.person_id, r.unit_id, r.reach FROM caller_reaches(of_object) r LOOP
        CASE one.reach
          WHEN 'all' THEN RETURN;
          WHEN 'line' THEN
            RETURN QUERY SELECT l.person_id FROM reporting_line l WHERE l.superior_id = one.person_id;
          WHEN 'unit' THEN
            RETURN QUERY SELECT p.id FROM person_copy p WHERE p.unit_id = one.unit_id;
          WHEN 'unit_below' THEN
            RETURN QUERY SELECT p.id FROM person_copy p WHERE p.unit_id = one.unit_id
              UNION ALL SELECT p.id FROM unit_line u JOIN person_copy p ON p.unit_id = u.unit_id
              WHERE u.upper_id = one.unit_id;
          ELSE NULL;
        END CASE;
      END LOOP;
    END
  $$`;

/** Records shared with the person, the person's unit or one above it. */
const sharedIds = `
  CREATE FUNCTION shared_ids(of_object text, purpose text) RETURNS SETOF uuid LANGUAGE sql STABLE PARALLEL SAFE ROWS 10 AS $$
    SELECT s.object_id FROM share s
    WHERE s.object = of_object AND s.start_time <= now() AND (s.end_time IS NULL OR s.end_time > now())
      AND (purpose = 'read' OR s.level = 'write')
      AND s.grantee_id IN (
        SELECT nullif(current_setting('kontor.person', true), '')::uuid
        UNION ALL
        SELECT p.unit_id FROM person_copy p WHERE p.id = nullif(current_setting('kontor.person', true), '')::uuid
        UNION ALL
        SELECT u.upper_id FROM person_copy p JOIN unit_line u ON u.unit_id = p.unit_id
        WHERE p.id = nullif(current_setting('kontor.person', true), '')::uuid)
  $$`;

const seesNames = `
  CREATE FUNCTION sees_names(of_object text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT EXISTS (
      SELECT 1 FROM person_copy p
      CROSS JOIN jsonb_array_elements_text(p.roles) AS role (id)
      CROSS JOIN jsonb_array_elements(role_rights(role.id) -> 'names') named
      WHERE p.id = nullif(current_setting('kontor.person', true), '')::uuid AND named ->> 'object' = of_object)
  $$`;

/** The replicas learn of grantees by the version, as of every change that rights hang on; no writer can forget it. */
const shareNotices = `
  CREATE FUNCTION notice_share() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      UPDATE organisation_version SET version = version + 1;
      RETURN NULL;
    END
  $$;
  CREATE TRIGGER notice_share AFTER INSERT OR UPDATE OR DELETE ON share
    FOR EACH STATEMENT EXECUTE FUNCTION notice_share()`;

const functions = [
  shippedRoles(),
  actingFor,
  roleRights,
  callerReaches,
  `CREATE FUNCTION reaches_all(of_object text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT EXISTS (SELECT 1 FROM caller_reaches(of_object) r WHERE r.reach = 'all')
  $$`,
  reachedOwners,
  sharedIds,
  seesNames,
  shareNotices,
];
