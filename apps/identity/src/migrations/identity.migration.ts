import type { MigrationInterface, QueryRunner } from 'typeorm';
import { internal, open, personal, rowSecurity } from '@kontor/access/row-policy';

/** People, units, credentials, sessions and signing keys. */
export class Identity1764000000000 implements MigrationInterface {
  name = 'Identity1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE unit (
        id uuid PRIMARY KEY,
        name text NOT NULL,
        parent_id uuid CONSTRAINT unit_parent REFERENCES unit,
        version integer NOT NULL,
        create_time timestamptz(3) NOT NULL,
        update_time timestamptz(3) NOT NULL
      );
      CREATE UNIQUE INDEX unit_name ON unit (parent_id, lower(name)) NULLS NOT DISTINCT;
      CREATE INDEX unit_create_time ON unit (create_time, id);

      CREATE TABLE person (
        id uuid PRIMARY KEY,
        email text NOT NULL,
        name text NOT NULL,
        unit_id uuid CONSTRAINT person_unit REFERENCES unit,
        manager_id uuid CONSTRAINT person_manager REFERENCES person,
        roles jsonb NOT NULL,
        language text NOT NULL,
        time_zone text NOT NULL,
        status text NOT NULL,
        version integer NOT NULL,
        create_time timestamptz(3) NOT NULL,
        update_time timestamptz(3) NOT NULL
      );
      CREATE UNIQUE INDEX person_email ON person (email);
      CREATE INDEX person_manager_id ON person (manager_id);
      CREATE INDEX person_unit_id ON person (unit_id);
      CREATE INDEX person_create_time ON person (create_time, id);

      CREATE TABLE credential (
        person_id uuid PRIMARY KEY REFERENCES person,
        hash text NOT NULL,
        create_time timestamptz(3) NOT NULL,
        update_time timestamptz(3) NOT NULL
      );

      CREATE TABLE session (
        id uuid PRIMARY KEY,
        person_id uuid NOT NULL REFERENCES person,
        create_time timestamptz(3) NOT NULL,
        refresh_time timestamptz(3) NOT NULL,
        end_time timestamptz(3),
        end_reason text,
        version integer NOT NULL
      );
      CREATE INDEX session_person_id ON session (person_id);
      CREATE INDEX session_refresh_time ON session (refresh_time);

      CREATE TABLE refresh_token (
        id uuid PRIMARY KEY,
        session_id uuid NOT NULL REFERENCES session ON DELETE CASCADE,
        hash text NOT NULL CONSTRAINT refresh_token_hash UNIQUE,
        create_time timestamptz(3) NOT NULL,
        use_time timestamptz(3)
      );
      CREATE INDEX refresh_token_session_id ON refresh_token (session_id);

      CREATE TABLE sign_in_failure (
        address text PRIMARY KEY,
        times jsonb NOT NULL,
        last_time timestamptz(3) NOT NULL
      );
      CREATE INDEX sign_in_failure_last_time ON sign_in_failure (last_time);

      CREATE TABLE signing_key (
        id uuid PRIMARY KEY,
        public_key text NOT NULL,
        private_key text NOT NULL,
        create_time timestamptz(3) NOT NULL
      );
    `);
    for (const statement of walls) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP TABLE signing_key, sign_in_failure, refresh_token, session, credential, person, unit',
    );
  }
}

const walls = [
  ...rowSecurity('unit', open()),
  ...rowSecurity('person', open()),
  ...rowSecurity('credential', internal()),
  ...rowSecurity('session', personal('person_id')),
  ...rowSecurity('refresh_token', internal()),
  ...rowSecurity('sign_in_failure', internal()),
  ...rowSecurity('signing_key', internal()),
];
