import type { MigrationInterface, QueryRunner } from 'typeorm';
import { internal, personal, rowSecurity } from '@kontor/access/row-policy';

/** Devices of sessions, one-time tokens for passwords, keys of integrators, one-time codes, sign-in by a provider. */
export class Credentials1764100000000 implements MigrationInterface {
  name = 'Credentials1764100000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE session
        ADD COLUMN user_agent text NOT NULL DEFAULT '',
        ADD COLUMN address text NOT NULL DEFAULT '';

      CREATE TABLE password_token (
        person_id uuid PRIMARY KEY REFERENCES person,
        hash text NOT NULL CONSTRAINT password_token_hash UNIQUE,
        create_time timestamptz(3) NOT NULL,
        expire_time timestamptz(3) NOT NULL
      );
      CREATE INDEX password_token_expire_time ON password_token (expire_time);

      CREATE TABLE api_key (
        id uuid PRIMARY KEY,
        person_id uuid NOT NULL REFERENCES person,
        name text NOT NULL,
        hint text NOT NULL,
        hash text NOT NULL CONSTRAINT api_key_hash UNIQUE,
        scopes jsonb NOT NULL,
        create_time timestamptz(3) NOT NULL,
        expire_time timestamptz(3),
        last_use_time timestamptz(3)
      );
      CREATE INDEX api_key_person_id ON api_key (person_id, create_time DESC);

      CREATE TABLE totp (
        person_id uuid PRIMARY KEY REFERENCES person,
        secret text NOT NULL,
        confirmed boolean NOT NULL,
        last_step bigint NOT NULL,
        create_time timestamptz(3) NOT NULL
      );
      CREATE TABLE recovery_code (
        person_id uuid NOT NULL REFERENCES totp ON DELETE CASCADE,
        hash text NOT NULL,
        PRIMARY KEY (person_id, hash)
      );

      CREATE TABLE oidc_attempt (
        state_hash text PRIMARY KEY,
        nonce text NOT NULL,
        verifier text NOT NULL,
        create_time timestamptz(3) NOT NULL
      );
      CREATE INDEX oidc_attempt_create_time ON oidc_attempt (create_time);
    `);
    for (const statement of walls) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE oidc_attempt, recovery_code, totp, api_key, password_token');
    await runner.query('ALTER TABLE session DROP COLUMN user_agent, DROP COLUMN address');
  }
}

const walls = [
  ...rowSecurity('password_token', internal()),
  ...rowSecurity('api_key', personal('person_id')),
  ...rowSecurity('totp', internal()),
  ...rowSecurity('recovery_code', internal()),
  ...rowSecurity('oidc_attempt', internal()),
];
