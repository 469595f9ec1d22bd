import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Fields that administrators add to objects, what their values are worth, and forms. */
export class CustomField1764300000030 implements MigrationInterface {
  name = 'CustomField1764300000030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE custom_field (
        id uuid PRIMARY KEY,
        object text COLLATE "C" NOT NULL,
        key text COLLATE "C" NOT NULL,
        type text NOT NULL,
        label jsonb NOT NULL,
        help jsonb,
        options jsonb NOT NULL,
        reference_object text NOT NULL,
        required_stages jsonb NOT NULL,
        unknown_allowed boolean NOT NULL,
        minimum text NOT NULL,
        maximum text NOT NULL,
        default_value text NOT NULL,
        position integer NOT NULL,
        searchable boolean NOT NULL,
        retired boolean NOT NULL,
        previous jsonb,
        version integer NOT NULL,
        create_time timestamptz(3) NOT NULL,
        update_time timestamptz(3) NOT NULL
      );
      CREATE UNIQUE INDEX custom_field_key ON custom_field (object, key);
      CREATE TABLE field_quality (
        object text NOT NULL,
        field text NOT NULL,
        records bigint NOT NULL,
        empty bigint NOT NULL,
        unknown bigint NOT NULL,
        junk bigint NOT NULL,
        count_time timestamptz(3) NOT NULL,
        PRIMARY KEY (object, field)
      );
      CREATE TABLE form (
        id uuid PRIMARY KEY,
        object text COLLATE "C" NOT NULL,
        role text COLLATE "C" NOT NULL,
        draft jsonb NOT NULL,
        published jsonb NOT NULL,
        replaced jsonb,
        publish_time timestamptz(3),
        version integer NOT NULL,
        create_time timestamptz(3) NOT NULL,
        update_time timestamptz(3) NOT NULL
      );
      CREATE UNIQUE INDEX form_role ON form (object, role);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE form, field_quality, custom_field');
  }
}
