import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Changes of the type of custom fields, and every version of fields and of what was published of forms. */
export class TypeChange1787505000200 implements MigrationInterface {
  name = 'TypeChange1787505000200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE custom_field ADD COLUMN changing boolean NOT NULL DEFAULT false;
      CREATE TABLE field_type_change (
        id uuid PRIMARY KEY,
        field_id uuid NOT NULL REFERENCES custom_field,
        field_version integer NOT NULL,
        object text COLLATE "C" NOT NULL,
        key text COLLATE "C" NOT NULL,
        from_shape jsonb NOT NULL,
        to_shape jsonb NOT NULL,
        mappings jsonb NOT NULL,
        otherwise text NOT NULL,
        currency text NOT NULL,
        language text NOT NULL,
        state text NOT NULL,
        figures jsonb NOT NULL,
        used_by jsonb NOT NULL,
        refused_reason text NOT NULL,
        undo_of uuid REFERENCES field_type_change,
        undo_until timestamptz(3),
        person_id uuid NOT NULL,
        version integer NOT NULL,
        create_time timestamptz(3) NOT NULL,
        update_time timestamptz(3) NOT NULL
      );
      CREATE INDEX field_type_change_field ON field_type_change (field_id, create_time);
      CREATE INDEX field_type_change_time ON field_type_change (create_time, id);
      CREATE TABLE definition_version (
        record_id uuid NOT NULL,
        version integer NOT NULL,
        document jsonb NOT NULL,
        person_id text NOT NULL,
        create_time timestamptz(3) NOT NULL,
        PRIMARY KEY (record_id, version)
      );
      SELECT set_config('kontor.reach', 'service', true);
      -- What is known of the past: how fields stand and what the last change replaced, and what forms had published.
      INSERT INTO definition_version SELECT id, version, jsonb_strip_nulls(jsonb_build_object('type', type, 'label', label,
          'help', help, 'options', options, 'requiredStages', required_stages, 'unknownAllowed', unknown_allowed,
          'minimum', minimum, 'maximum', maximum, 'defaultValue', default_value, 'position', position,
          'searchable', searchable, 'retired', retired)), '', update_time FROM custom_field;
      INSERT INTO definition_version SELECT id, version - 1, previous || jsonb_build_object('type', type), '', create_time
        FROM custom_field WHERE previous IS NOT NULL;
      INSERT INTO definition_version SELECT id, version, jsonb_build_object('sections', published), '', publish_time
        FROM form WHERE publish_time IS NOT NULL;
      INSERT INTO definition_version SELECT f.id, h.place, jsonb_build_object('sections', h.sections), '', f.create_time
        FROM form f, jsonb_array_elements(f.history) WITH ORDINALITY h (sections, place)
        WHERE h.place < f.version AND h.sections <> '[]';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE definition_version, field_type_change;
      ALTER TABLE custom_field DROP COLUMN changing`);
  }
}
