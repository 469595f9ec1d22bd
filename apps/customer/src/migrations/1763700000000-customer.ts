import type { MigrationInterface, QueryRunner } from 'typeorm';
import { follows, owned, rowSecurity } from '@kontor/access/row-policy';

/** The first walls; those of the entities, which may have changed since, take their place at the start. */
const customerPolicy = owned('owner_id', 'customer');
const follower = follows('customer_id', 'customer', customerPolicy);

/** Customers, contacts, talks. Names sort by code point (COLLATE "C"), the same in every database. */
export class Customer1763700000000 implements MigrationInterface {
  name = 'Customer1763700000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SEQUENCE customer_number INCREMENT 20;
      CREATE TABLE customer (
        id uuid PRIMARY KEY,
        number text COLLATE "C" NOT NULL,
        kind text NOT NULL,
        name text COLLATE "C" NOT NULL,
        status text COLLATE "C" NOT NULL,
        channel text COLLATE "C" NOT NULL,
        segment text COLLATE "C" NOT NULL,
        phones jsonb NOT NULL,
        emails jsonb NOT NULL,
        website text NOT NULL,
        addresses jsonb NOT NULL,
        city text COLLATE "C" NOT NULL,
        note text NOT NULL,
        owner_id uuid NOT NULL,
        source text COLLATE "C" NOT NULL,
        external_id text COLLATE "C" NOT NULL,
        last_contact_time timestamptz(3),
        next_contact_time timestamptz(3),
        next_contact_interaction_id uuid,
        version integer NOT NULL,
        create_time timestamptz(3) NOT NULL,
        update_time timestamptz(3) NOT NULL
      );
      CREATE UNIQUE INDEX customer_number_unique ON customer (number);
      CREATE UNIQUE INDEX customer_external_id ON customer (source, external_id) WHERE external_id <> '';
      CREATE INDEX customer_owner_create_time ON customer (owner_id, create_time, id);
      CREATE INDEX customer_create_time ON customer (create_time, id);
      CREATE INDEX customer_owner_status ON customer (owner_id, status);
      CREATE INDEX customer_owner_name ON customer (owner_id, name, id);
      CREATE INDEX customer_next_contact ON customer (owner_id, next_contact_time) WHERE next_contact_time IS NOT NULL;

      CREATE TABLE contact (
        id uuid PRIMARY KEY,
        customer_id uuid NOT NULL REFERENCES customer,
        name text COLLATE "C" NOT NULL,
        position text COLLATE "C" NOT NULL,
        roles jsonb NOT NULL,
        phones jsonb NOT NULL,
        emails jsonb NOT NULL,
        websites jsonb NOT NULL,
        addresses jsonb NOT NULL,
        language text NOT NULL,
        note text NOT NULL,
        version integer NOT NULL,
        create_time timestamptz(3) NOT NULL,
        update_time timestamptz(3) NOT NULL
      );
      CREATE INDEX contact_customer ON contact (customer_id, create_time, id);

      CREATE TABLE interaction (
        id uuid PRIMARY KEY,
        customer_id uuid NOT NULL REFERENCES customer,
        contact_id uuid REFERENCES contact,
        manner text COLLATE "C" NOT NULL,
        direction text COLLATE "C",
        talk_time timestamptz(3) NOT NULL,
        content text NOT NULL,
        outcome text COLLATE "C" NOT NULL,
        next_action text NOT NULL,
        next_contact_time text NOT NULL,
        next_contact_time_zone text NOT NULL,
        remind_minutes_before jsonb NOT NULL,
        customer_status text,
        author_id uuid NOT NULL,
        amendments jsonb NOT NULL,
        version integer NOT NULL,
        create_time timestamptz(3) NOT NULL,
        update_time timestamptz(3) NOT NULL
      );
      CREATE INDEX interaction_customer ON interaction (customer_id, talk_time, id);
    `);
    const policies = { customer: customerPolicy, contact: follower, interaction: follower };
    for (const [table, policy] of Object.entries(policies)) {
      for (const statement of rowSecurity(table, policy)) await runner.query(statement);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE interaction, contact, customer; DROP SEQUENCE customer_number');
  }
}
