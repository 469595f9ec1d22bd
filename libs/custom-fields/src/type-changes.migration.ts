import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Changes of the type of custom fields in this service: how far each is, which process knows which version of the fields, and
 * the values as they were. The guard is a
 * trigger on the tables of objects that had such a change: while values are converted it lets nobody else touch them,
 * however old what a process knows of the field is; afterwards, what comes back from before (a merge or an import that is
 * undone) becomes what the change made of such a value, or is kept aside where it made nothing of one. A record whose value is
 * taken out is not removed meanwhile: a merge would carry the others along and not this one.
 */
export class TypeChanges1787505000100 implements MigrationInterface {
  name = 'TypeChanges1787505000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE type_change (
        id uuid PRIMARY KEY,
        object text NOT NULL,
        key text NOT NULL,
        state text NOT NULL,
        change jsonb NOT NULL,
        change_version integer NOT NULL,
        guarded boolean NOT NULL DEFAULT false,
        closed_time timestamptz(3),
        closed_version bigint,
        done_to uuid,
        tally jsonb NOT NULL DEFAULT '{}',
        work_done boolean NOT NULL DEFAULT false
      );
      CREATE TABLE custom_field_reader (
        id uuid PRIMARY KEY,
        version bigint NOT NULL,
        seen_time timestamptz(3) NOT NULL
      );
      CREATE TABLE kept_value (
        change_id uuid NOT NULL,
        record_id uuid NOT NULL,
        before jsonb,
        after jsonb,
        PRIMARY KEY (change_id, record_id)
      );
      CREATE INDEX kept_value_before ON kept_value (change_id, md5(before::text));

      CREATE FUNCTION custom_value_fits(value jsonb, field jsonb) RETURNS boolean IMMUTABLE LANGUAGE sql AS $$
        SELECT CASE
          WHEN value = '{"unknown": true}' THEN true
          WHEN field ->> 'type' IN ('text', 'multiline', 'person', 'reference') THEN jsonb_typeof(value) = 'string'
          WHEN field ->> 'type' = 'number' THEN
            jsonb_typeof(value) = 'string' AND value #>> '{}' ~ '^-?[0-9]+([.][0-9]+)?$'
          WHEN field ->> 'type' = 'date' THEN
            jsonb_typeof(value) = 'string' AND value #>> '{}' ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'
          WHEN field ->> 'type' = 'time' THEN
            jsonb_typeof(value) = 'string' AND value #>> '{}' ~ '^[0-9]{2}:[0-9]{2}$'
          WHEN field ->> 'type' = 'boolean' THEN jsonb_typeof(value) = 'boolean'
          WHEN field ->> 'type' = 'money' THEN jsonb_typeof(value) = 'object' AND value ? 'amount' AND value ? 'currency'
          WHEN field ->> 'type' = 'choice' THEN jsonb_typeof(value) = 'string'
            AND jsonb_path_query_array(field, '$.options[*].key') @> value
          WHEN field ->> 'type' = 'multi_choice' THEN jsonb_typeof(value) = 'array'
            AND jsonb_path_query_array(field, '$.options[*].key') @> value
        END $$;

      CREATE FUNCTION guard_custom_types() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
          had jsonb := CASE WHEN TG_OP = 'UPDATE' THEN OLD.custom END;
          change record;
          kept record;
        BEGIN
          FOR change IN SELECT c.id, c.key, c.work_done AND c.state = 'filling' OR c.state = 'done' AS over, f.field
            FROM type_change c JOIN custom_field_copy f ON f.id = (c.change ->> 'fieldId')::uuid
            WHERE c.object = TG_ARGV[0] AND c.guarded
              AND (coalesce(NEW.custom ? c.key, false) OR coalesce(had ? c.key, false))
          LOOP
            CONTINUE WHEN NEW.custom -> change.key IS NOT DISTINCT FROM had -> change.key
              OR current_setting('kontor.type_change', true) = change.id::text;
            IF NOT change.over THEN
              RAISE EXCEPTION 'custom field % is being changed', change.key USING ERRCODE = '40001';
            END IF;
            CONTINUE WHEN NOT coalesce(NEW.custom ? change.key, false)
              OR custom_value_fits(NEW.custom -> change.key, change.field);
            SELECT k.after INTO kept FROM kept_value k
              WHERE k.change_id = change.id AND md5(k.before::text) = md5((NEW.custom -> change.key)::text)
              ORDER BY k.record_id = NEW.id DESC, k.after IS NULL LIMIT 1;
            INSERT INTO kept_value (change_id, record_id, before, after)
              VALUES (change.id, NEW.id, NEW.custom -> change.key, kept.after)
              ON CONFLICT (change_id, record_id) DO UPDATE SET before = excluded.before, after = excluded.after;
            NEW.custom := nullif((NEW.custom - change.key)
              || CASE WHEN kept.after IS NULL THEN '{}' ELSE jsonb_build_object(change.key, kept.after) END, '{}');
          END LOOP;
          RETURN NEW;
        END $$;

      CREATE FUNCTION guard_kept_values() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF EXISTS (SELECT FROM type_change c JOIN kept_value k ON k.change_id = c.id AND k.record_id = OLD.id
            WHERE c.object = TG_ARGV[0] AND c.guarded AND (c.state = 'emptying' OR c.state = 'filling' AND NOT c.work_done))
          THEN
            RAISE EXCEPTION 'a custom field of this record is being changed' USING ERRCODE = '40001';
          END IF;
          RETURN OLD;
        END $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION guard_custom_types() CASCADE; DROP FUNCTION guard_kept_values() CASCADE;
      DROP FUNCTION custom_value_fits(jsonb, jsonb); DROP TABLE kept_value, custom_field_reader, type_change`);
  }
}
