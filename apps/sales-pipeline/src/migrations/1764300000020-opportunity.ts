import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Opportunities, and the copy of customers that they follow. What was merged stands as it was told, merge by merge, and
 * where a customer went is worked out of it: so it does not matter in which order services hear of merges.
 */
export class Opportunity1764300000020 implements MigrationInterface {
  name = 'Opportunity1764300000020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE customer_copy (
        id uuid PRIMARY KEY,
        number text COLLATE "C" NOT NULL,
        name text COLLATE "C" NOT NULL,
        status text COLLATE "C" NOT NULL,
        owner_id uuid,
        guardian_id uuid NOT NULL,
        customer_version integer NOT NULL
      );
      CREATE INDEX customer_copy_guardian ON customer_copy (guardian_id) INCLUDE (id);

      CREATE TABLE customer_merge_copy (
        id uuid PRIMARY KEY,
        winner_id uuid NOT NULL,
        loser_id uuid NOT NULL,
        undone boolean NOT NULL
      );
      CREATE INDEX customer_merge_copy_loser ON customer_merge_copy (loser_id, id) WHERE NOT undone;
      CREATE INDEX customer_merge_copy_winner ON customer_merge_copy (winner_id) WHERE NOT undone;

      CREATE TABLE customer_share_copy (
        id uuid PRIMARY KEY,
        customer_id uuid NOT NULL,
        grantee_kind text COLLATE "C" NOT NULL,
        grantee_id uuid NOT NULL,
        level text COLLATE "C" NOT NULL,
        start_time timestamptz(3) NOT NULL,
        end_time timestamptz(3),
        grantor_id uuid NOT NULL,
        share_version bigint NOT NULL,
        ended boolean NOT NULL
      );
      CREATE INDEX customer_share_copy_customer ON customer_share_copy (customer_id) WHERE NOT ended;

      CREATE SEQUENCE opportunity_number INCREMENT 20;
      CREATE TABLE opportunity (
        id uuid PRIMARY KEY,
        number text COLLATE "C" NOT NULL,
        customer_id uuid NOT NULL,
        told_customer_id uuid NOT NULL,
        contact_id uuid,
        name text COLLATE "C" NOT NULL,
        stage text COLLATE "C" NOT NULL,
        amount numeric CHECK (amount >= 0),
        currency text COLLATE "C" NOT NULL,
        expected_close_date date,
        probability integer CHECK (probability BETWEEN 0 AND 100),
        competitor_note text NOT NULL,
        loss_reason text COLLATE "C" NOT NULL,
        product_ids jsonb NOT NULL,
        source text COLLATE "C" NOT NULL,
        creator_id uuid NOT NULL,
        conversion_id uuid,
        close_time timestamptz(3),
        version integer NOT NULL,
        create_time timestamptz(3) NOT NULL,
        update_time timestamptz(3) NOT NULL,
        CONSTRAINT opportunity_currency CHECK (amount IS NULL OR currency <> ''),
        CONSTRAINT opportunity_lost CHECK ((stage = 'lost') = (loss_reason <> '')),
        CONSTRAINT opportunity_closed CHECK ((stage IN ('won', 'lost')) = (close_time IS NOT NULL))
      );
      CREATE UNIQUE INDEX opportunity_number_unique ON opportunity (number);
      CREATE UNIQUE INDEX opportunity_conversion ON opportunity (conversion_id);
      CREATE INDEX opportunity_customer ON opportunity (customer_id, create_time, id);
      CREATE INDEX opportunity_told_customer ON opportunity (told_customer_id);
      CREATE INDEX opportunity_create_time ON opportunity (create_time, id);
    `);
    for (const text of [customerRoot, customerTree]) await runner.query(text);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION customer_tree, customer_root;
      DROP TABLE opportunity, customer_share_copy, customer_merge_copy, customer_copy;
      DROP SEQUENCE opportunity_number;
    `);
  }
}

/** The customer that one became part of, step by step; itself where it stands. */
const customerRoot = `
  CREATE FUNCTION customer_root(customer uuid) RETURNS uuid LANGUAGE sql STABLE AS $$
    WITH RECURSIVE up (id, step) AS (
      SELECT customer, 0
      UNION ALL
      SELECT merged.winner_id, up.step + 1 FROM up CROSS JOIN LATERAL (
        SELECT m.winner_id FROM customer_merge_copy m WHERE m.loser_id = up.id AND NOT m.undone ORDER BY m.id DESC LIMIT 1
      ) merged WHERE up.step < 100
    )
    SELECT id FROM up ORDER BY step DESC LIMIT 1
  $$`;

/** A customer and all that became part of it. */
const customerTree = `
  CREATE FUNCTION customer_tree(root uuid) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
    WITH RECURSIVE tree (id) AS (
      SELECT root
      UNION
      SELECT m.loser_id FROM tree JOIN customer_merge_copy m ON m.winner_id = tree.id AND NOT m.undone
    )
    SELECT id FROM tree
  $$`;
