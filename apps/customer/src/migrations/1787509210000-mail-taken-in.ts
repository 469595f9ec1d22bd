import type { MigrationInterface, QueryRunner } from 'typeorm';
import { internal, open, rowSecurity } from '@kontor/access/row-policy';

/** Mail that is taken in: prospects without a web form, what is known of a sender, addresses where nothing arrives, files on their way. */
export class MailTakenIn1787509210000 implements MigrationInterface {
  name = 'MailTakenIn1787509210000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE web_submission DROP CONSTRAINT web_submission_form_id_fkey, ADD COLUMN mail jsonb;
      ALTER TABLE triage_item ADD COLUMN sender_check text COLLATE "C";
      CREATE TABLE undeliverable_address (
        address text COLLATE "C" PRIMARY KEY,
        letter_id uuid NOT NULL,
        time timestamptz(3) NOT NULL
      );
      CREATE TABLE mail_file (
        id uuid PRIMARY KEY,
        token_id uuid NOT NULL,
        name text NOT NULL,
        stored_as text COLLATE "C" NOT NULL,
        interaction_id uuid,
        dropped boolean NOT NULL,
        file_id uuid,
        attempts integer NOT NULL DEFAULT 0,
        next_time timestamptz(3) NOT NULL
      );
      CREATE UNIQUE INDEX mail_file_stored_as ON mail_file (stored_as);
      CREATE INDEX mail_file_token ON mail_file (token_id);
      CREATE INDEX mail_file_due ON mail_file (next_time) WHERE dropped OR interaction_id IS NOT NULL;
    `);
    const walls = [
      ...rowSecurity('undeliverable_address', internal()),
      // Whoever settles a message settles its files.
      ...rowSecurity('mail_file', open()),
    ];
    for (const statement of walls) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE undeliverable_address, mail_file;
      ALTER TABLE triage_item DROP COLUMN sender_check;
      DELETE FROM web_submission WHERE mail IS NOT NULL;
      ALTER TABLE web_submission DROP COLUMN mail, ADD FOREIGN KEY (form_id) REFERENCES web_form;
    `);
  }
}
