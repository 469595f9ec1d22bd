import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The central audit: a chain of entries, its head, signed digests and the keys that sign them. Entries, digests and
 * keys are only ever added: the comment has migrate() take all other rights from the role that runs.
 * Each slice has an index that ends in (time, id), which is how lists are ordered.
 */
export class Audit1764300000060 implements MigrationInterface {
  name = 'Audit1764300000060';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE audit_entry (
        seq bigint PRIMARY KEY,
        id uuid NOT NULL CONSTRAINT audit_entry_id UNIQUE,
        service text NOT NULL,
        time timestamptz(3) NOT NULL,
        person_id uuid,
        on_behalf_of uuid,
        action text NOT NULL,
        object text NOT NULL,
        object_id text NOT NULL,
        version integer,
        changes text,
        outcome text NOT NULL,
        request_id text NOT NULL,
        hash bytea NOT NULL
      );
      CREATE INDEX audit_entry_time ON audit_entry (time, id);
      CREATE INDEX audit_entry_person ON audit_entry (person_id, time, id);
      CREATE INDEX audit_entry_absent ON audit_entry (on_behalf_of, time, id) WHERE on_behalf_of IS NOT NULL;
      CREATE INDEX audit_entry_object ON audit_entry (object, time, id);
      CREATE INDEX audit_entry_record ON audit_entry (object_id, time, id);
      CREATE INDEX audit_entry_action ON audit_entry (action, time, id);
      CREATE INDEX audit_entry_refused ON audit_entry (outcome, time, id) WHERE outcome <> 'done';

      CREATE TABLE audit_head (
        id boolean PRIMARY KEY DEFAULT true CHECK (id),
        seq bigint NOT NULL,
        hash bytea NOT NULL
      );
      INSERT INTO audit_head (seq, hash) VALUES (0, decode(repeat('00', 32), 'hex'));

      CREATE TABLE audit_key (
        id uuid PRIMARY KEY,
        public_key text NOT NULL,
        private_key text NOT NULL,
        create_time timestamptz(3) NOT NULL
      );
      CREATE TABLE audit_digest (
        id uuid PRIMARY KEY,
        from_seq bigint NOT NULL,
        to_seq bigint NOT NULL CONSTRAINT audit_digest_to_seq UNIQUE,
        head_hash text NOT NULL,
        previous_signature text NOT NULL,
        time timestamptz(3) NOT NULL,
        key_id uuid NOT NULL REFERENCES audit_key,
        signature text NOT NULL
      );
      CREATE INDEX audit_digest_time ON audit_digest (time, id);

      CREATE TABLE mass_read (
        person_id uuid NOT NULL,
        time timestamptz(3) NOT NULL,
        rows bigint NOT NULL,
        PRIMARY KEY (person_id, time)
      );

      COMMENT ON TABLE audit_entry IS 'append-only';
      COMMENT ON TABLE audit_key IS 'append-only';
      COMMENT ON TABLE audit_digest IS 'append-only';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE mass_read, audit_digest, audit_key, audit_head, audit_entry');
  }
}
