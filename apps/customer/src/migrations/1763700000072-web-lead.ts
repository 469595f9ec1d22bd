import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Web forms, what was sent by them, and how often an address sent. */
export class WebLead1763700000072 implements MigrationInterface {
  name = 'WebLead1763700000072';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE web_form (
        id uuid PRIMARY KEY,
        name text COLLATE "C" NOT NULL,
        required_fields jsonb NOT NULL,
        source text COLLATE "C" NOT NULL,
        channel text COLLATE "C" NOT NULL,
        owner_id uuid,
        allowed_origins jsonb NOT NULL,
        hourly_limit integer NOT NULL,
        closed boolean NOT NULL,
        version integer NOT NULL,
        create_time timestamptz(3) NOT NULL,
        update_time timestamptz(3) NOT NULL
      );
      CREATE TABLE web_submission (
        id uuid PRIMARY KEY,
        form_id uuid NOT NULL REFERENCES web_form,
        token_id uuid NOT NULL,
        answers jsonb NOT NULL,
        state text COLLATE "C" NOT NULL,
        spam_score integer NOT NULL,
        accepted boolean NOT NULL,
        customer_id uuid,
        version integer NOT NULL,
        create_time timestamptz(3) NOT NULL
      );
      CREATE UNIQUE INDEX web_submission_token ON web_submission (token_id);
      CREATE INDEX web_submission_waiting ON web_submission (create_time, id) WHERE state = 'received';
      CREATE INDEX web_submission_create_time ON web_submission (create_time, id);
      CREATE TABLE web_form_use (
        form_id uuid NOT NULL,
        address text NOT NULL,
        hour timestamptz NOT NULL,
        used integer NOT NULL,
        PRIMARY KEY (form_id, address, hour)
      );
      CREATE INDEX web_form_use_hour ON web_form_use (hour);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE web_form_use, web_submission, web_form');
  }
}
