import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Ready outcomes, messages of other systems, telephony, files, planned visits. Walls come from the entities. */
export class Talks1763700000040 implements MigrationInterface {
  name = 'Talks1763700000040';

  async up(runner: QueryRunner): Promise<void> {
    for (const text of [interactions, triage, telephony, files, visits]) await runner.query(text);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE planned_visit, visit_plan_run, visit_plan, file, rung_call, exchange_call, extension, triage_item;
      DROP INDEX interaction_outcome, customer_next_contact_all, customer_segment;
      ALTER TABLE interaction DROP COLUMN outcome_template_id, DROP COLUMN quote, DROP COLUMN customer_segment,
        DROP COLUMN draft, DROP COLUMN source;
      DROP TABLE outcome_template;
    `);
  }
}

const interactions = `
  CREATE TABLE outcome_template (
    id uuid PRIMARY KEY,
    manner text COLLATE "C",
    label_zh_cn text NOT NULL,
    label_ru text NOT NULL,
    label_en text NOT NULL,
    place integer NOT NULL,
    retired boolean NOT NULL,
    version integer NOT NULL,
    create_time timestamptz(3) NOT NULL,
    update_time timestamptz(3) NOT NULL
  );
  ALTER TABLE interaction
    ADD COLUMN outcome_template_id uuid REFERENCES outcome_template,
    ADD COLUMN quote text NOT NULL DEFAULT '',
    ADD COLUMN customer_segment text,
    ADD COLUMN draft boolean NOT NULL DEFAULT false,
    ADD COLUMN source text COLLATE "C" NOT NULL DEFAULT '';
  CREATE INDEX interaction_outcome ON interaction (talk_time, outcome_template_id, manner, customer_id)
    WHERE outcome_template_id IS NOT NULL;
  CREATE INDEX customer_next_contact_all ON customer (next_contact_time, id) WHERE next_contact_time IS NOT NULL;
  CREATE INDEX customer_segment ON customer (segment, id) WHERE segment <> '';
`;

const triage = `
  CREATE TABLE triage_item (
    id uuid PRIMARY KEY,
    source text COLLATE "C" NOT NULL,
    external_id text COLLATE "C" NOT NULL,
    channel text COLLATE "C" NOT NULL,
    direction text COLLATE "C" NOT NULL,
    address text COLLATE "C" NOT NULL,
    own_address text NOT NULL,
    message_time timestamptz(3) NOT NULL,
    content text NOT NULL,
    state text COLLATE "C" NOT NULL,
    interaction_id uuid REFERENCES interaction,
    reason text NOT NULL,
    settled_by_id uuid,
    author_id uuid,
    version integer NOT NULL,
    create_time timestamptz(3) NOT NULL,
    update_time timestamptz(3) NOT NULL
  );
  CREATE UNIQUE INDEX triage_item_external_id ON triage_item (source, external_id);
  CREATE INDEX triage_item_open ON triage_item (create_time, id) WHERE state = 'open';
`;

const telephony = `
  CREATE TABLE extension (
    id uuid PRIMARY KEY,
    number text COLLATE "C" NOT NULL,
    person_id uuid NOT NULL,
    version integer NOT NULL,
    create_time timestamptz(3) NOT NULL,
    update_time timestamptz(3) NOT NULL
  );
  CREATE UNIQUE INDEX extension_number ON extension (number);

  -- One row a call, whichever node of the exchange tells of it: the lock on it puts the events of a call in a row.
  CREATE TABLE exchange_call (
    id uuid PRIMARY KEY,
    exchange text COLLATE "C" NOT NULL,
    call_id text COLLATE "C" NOT NULL,
    number text COLLATE "C" NOT NULL,
    withheld boolean NOT NULL,
    direction text COLLATE "C" NOT NULL,
    ring_time timestamptz(3),
    answer_time timestamptz(3),
    hangup_time timestamptz(3),
    agent_id uuid,
    state text COLLATE "C" NOT NULL,
    settle_time timestamptz(3),
    customer_id uuid REFERENCES customer,
    contact_id uuid REFERENCES contact,
    interaction_id uuid REFERENCES interaction
  );
  CREATE UNIQUE INDEX exchange_call_id ON exchange_call (exchange, call_id);
  CREATE INDEX exchange_call_settle ON exchange_call (settle_time) WHERE settle_time IS NOT NULL;
  CREATE INDEX exchange_call_customer ON exchange_call (customer_id) WHERE customer_id IS NOT NULL;

  CREATE TABLE rung_call (
    id uuid PRIMARY KEY,
    exchange_call_id uuid NOT NULL REFERENCES exchange_call,
    person_id uuid NOT NULL,
    number text COLLATE "C" NOT NULL,
    withheld boolean NOT NULL,
    direction text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL,
    ring_time timestamptz(3) NOT NULL,
    interaction_id uuid REFERENCES interaction,
    version integer NOT NULL,
    create_time timestamptz(3) NOT NULL
  );
  CREATE UNIQUE INDEX rung_call_once ON rung_call (exchange_call_id, person_id);
  CREATE INDEX rung_call_person ON rung_call (person_id, ring_time, id);
`;

const files = `
  CREATE TABLE file (
    id uuid PRIMARY KEY,
    customer_id uuid NOT NULL REFERENCES customer,
    interaction_id uuid REFERENCES interaction,
    name text COLLATE "C" NOT NULL,
    content_type text COLLATE "C" NOT NULL,
    size bigint NOT NULL,
    sha256 text NOT NULL,
    author_id uuid NOT NULL,
    state text COLLATE "C" NOT NULL,
    version integer NOT NULL,
    create_time timestamptz(3) NOT NULL,
    update_time timestamptz(3) NOT NULL
  );
  CREATE INDEX file_customer ON file (customer_id, create_time, id);
  CREATE INDEX file_interaction ON file (interaction_id) WHERE interaction_id IS NOT NULL;
  CREATE INDEX file_leftover ON file (update_time) WHERE state <> 'stored';
`;

const visits = `
  CREATE TABLE visit_plan (
    id uuid PRIMARY KEY,
    name text COLLATE "C" NOT NULL,
    segment text COLLATE "C" NOT NULL,
    customer_filter text NOT NULL,
    manners jsonb NOT NULL,
    visits integer NOT NULL,
    months integer NOT NULL,
    retired boolean NOT NULL,
    version integer NOT NULL,
    create_time timestamptz(3) NOT NULL,
    update_time timestamptz(3) NOT NULL
  );

  -- How far the visits of a period are planned; each day it begins anew, for customers that are new in the class.
  CREATE TABLE visit_plan_run (
    plan_id uuid NOT NULL REFERENCES visit_plan,
    period_start date NOT NULL,
    day date NOT NULL,
    after_id uuid,
    done boolean NOT NULL,
    PRIMARY KEY (plan_id, period_start)
  );

  CREATE TABLE planned_visit (
    id uuid PRIMARY KEY,
    plan_id uuid NOT NULL REFERENCES visit_plan,
    customer_id uuid NOT NULL REFERENCES customer,
    period_start date NOT NULL,
    slot integer NOT NULL,
    start_time timestamptz(3) NOT NULL,
    end_time timestamptz(3) NOT NULL,
    due_date date NOT NULL,
    done_time timestamptz(3),
    interaction_id uuid REFERENCES interaction,
    done_by_id uuid
  );
  CREATE UNIQUE INDEX planned_visit_once ON planned_visit (customer_id, plan_id, period_start, slot);
  CREATE INDEX planned_visit_open ON planned_visit (customer_id, due_date) WHERE done_time IS NULL;
  CREATE INDEX planned_visit_due ON planned_visit (due_date, id);
  CREATE INDEX planned_visit_overdue ON planned_visit (due_date, id) WHERE done_time IS NULL;
`;
