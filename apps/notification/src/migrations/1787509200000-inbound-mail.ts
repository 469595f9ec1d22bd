import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Addresses that mail may be sent to, what came in, and where answers to letters go. */
export class InboundMail1787509200000 implements MigrationInterface {
  name = 'InboundMail1787509200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE mail_drop (
        id uuid PRIMARY KEY,
        local_part text COLLATE "C" NOT NULL,
        purpose text COLLATE "C" NOT NULL,
        source text COLLATE "C" NOT NULL,
        campaign text COLLATE "C" NOT NULL,
        closed boolean NOT NULL,
        version integer NOT NULL,
        create_time timestamptz(3) NOT NULL,
        update_time timestamptz(3) NOT NULL
      );
      CREATE UNIQUE INDEX mail_drop_local_part ON mail_drop (local_part);
      CREATE TABLE inbound_mail (
        id uuid PRIMARY KEY,
        identity text COLLATE "C" NOT NULL,
        recipient text COLLATE "C" NOT NULL,
        envelope_from text NOT NULL,
        relayed boolean NOT NULL,
        raw bytea,
        sender text COLLATE "C" NOT NULL DEFAULT '',
        subject text NOT NULL DEFAULT '',
        state text COLLATE "C" NOT NULL,
        reason text COLLATE "C" NOT NULL DEFAULT '',
        authenticity text COLLATE "C" NOT NULL DEFAULT 'unknown',
        size integer NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        attempt_id uuid,
        next_time timestamptz(3) NOT NULL,
        remote_address text COLLATE "C" NOT NULL,
        create_time timestamptz(3) NOT NULL,
        update_time timestamptz(3) NOT NULL
      );
      ALTER TABLE inbound_mail ALTER COLUMN raw SET STORAGE EXTERNAL;
      CREATE UNIQUE INDEX inbound_mail_identity ON inbound_mail (identity, recipient);
      CREATE INDEX inbound_mail_waiting ON inbound_mail (next_time) WHERE state = 'received';
      CREATE INDEX inbound_mail_create_time ON inbound_mail (create_time, id);
      ALTER TABLE outside_letter ADD COLUMN reply_to text NOT NULL DEFAULT '';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE outside_letter DROP COLUMN reply_to; DROP TABLE inbound_mail, mail_drop');
  }
}
