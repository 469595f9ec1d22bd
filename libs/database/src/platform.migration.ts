import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Events are relayed in order within each of this many partitions; an aggregate always falls into the same one. */
export const outboxPartitions = 16;

/**
 * Tables that every service has: outbox, inbox, dead letters, idempotency keys and audit.
 * The application role may only insert into and read the audit table: it is append-only by database rights.
 */
export class Platform1700000000000 implements MigrationInterface {
  name = 'Platform1700000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE outbox (
        position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        id uuid NOT NULL,
        partition smallint NOT NULL,
        subject text NOT NULL,
        type text NOT NULL,
        aggregate text NOT NULL,
        aggregate_id text NOT NULL,
        version integer NOT NULL,
        person_id text NOT NULL,
        request_id text NOT NULL,
        trace text,
        payload text NOT NULL,
        create_time timestamptz NOT NULL DEFAULT clock_timestamp(),
        publish_time timestamptz,
        stream_sequence bigint
      );
      CREATE INDEX outbox_waiting ON outbox (partition, position) WHERE publish_time IS NULL;
      CREATE INDEX outbox_create_time ON outbox USING brin (create_time);

      CREATE TABLE outbox_partition (
        partition smallint PRIMARY KEY,
        failures integer NOT NULL DEFAULT 0,
        failure text
      );
      INSERT INTO outbox_partition (partition) SELECT generate_series(0, ${outboxPartitions - 1});

      CREATE TABLE inbox (
        consumer text NOT NULL,
        event_id uuid NOT NULL,
        receive_time timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (consumer, event_id)
      );

      CREATE INDEX inbox_receive_time ON inbox USING brin (receive_time);

      CREATE TABLE dead_letter (
        consumer text NOT NULL,
        event_id uuid NOT NULL,
        subject text NOT NULL,
        type text NOT NULL,
        headers text NOT NULL,
        payload text NOT NULL,
        reason text NOT NULL,
        deliveries integer NOT NULL,
        create_time timestamptz NOT NULL DEFAULT clock_timestamp(),
        replay_time timestamptz,
        PRIMARY KEY (consumer, event_id)
      );

      CREATE TABLE idempotency (
        person_id text NOT NULL,
        method text NOT NULL,
        key text NOT NULL,
        fingerprint text NOT NULL,
        answer text,
        create_time timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (person_id, method, key)
      );
      CREATE INDEX idempotency_create_time ON idempotency USING brin (create_time);

      CREATE TABLE audit (
        id uuid PRIMARY KEY,
        time timestamptz NOT NULL DEFAULT clock_timestamp(),
        person_id text NOT NULL,
        service text,
        action text NOT NULL,
        object text NOT NULL,
        object_id text NOT NULL,
        version integer,
        changes text,
        outcome text NOT NULL,
        request_id text NOT NULL
      );
      CREATE INDEX audit_object ON audit (object, object_id, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE audit, idempotency, dead_letter, inbox, outbox_partition, outbox');
  }
}
