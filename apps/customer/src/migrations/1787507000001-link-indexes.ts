import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Indexes by which a merge finds what refers to a customer, and the removal of a talk what refers to it: without them each
 * of these reads whole tables that grow with every call, message and claim. A contact that moves takes its keys along as
 * its own: they belong to no merge of the customer that it left.
 */
export class LinkIndexes1787507000001 implements MigrationInterface {
  name = 'LinkIndexes1787507000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX web_submission_customer ON web_submission (customer_id) WHERE customer_id IS NOT NULL;
      CREATE INDEX pool_claim_customer ON pool_claim (customer_id);
      CREATE INDEX rotation_item_of ON rotation_item (customer_id);
      CREATE INDEX triage_item_interaction ON triage_item (interaction_id) WHERE interaction_id IS NOT NULL;
      CREATE INDEX exchange_call_interaction ON exchange_call (interaction_id) WHERE interaction_id IS NOT NULL;
      CREATE INDEX rung_call_interaction ON rung_call (interaction_id) WHERE interaction_id IS NOT NULL;
      CREATE INDEX planned_visit_interaction ON planned_visit (interaction_id) WHERE interaction_id IS NOT NULL;
    `);
    await runner.query(moveContact(`, merge_ids = '{}'`));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(moveContact(''));
    await runner.query(`
      DROP INDEX web_submission_customer, pool_claim_customer, rotation_item_of, triage_item_interaction,
        exchange_call_interaction, rung_call_interaction, planned_visit_interaction;
    `);
  }
}

/** As in 1787500600003; `more`: what else becomes of the keys. */
const moveContact = (more: string): string => `
  CREATE OR REPLACE FUNCTION move_contact(moved uuid, from_customer uuid, to_customer uuid) RETURNS void
  LANGUAGE plpgsql AS $$
  DECLARE reach text := current_setting('kontor.reach', true);
  BEGIN
    PERFORM set_config('kontor.reach', 'service', true);
    UPDATE match_key SET customer_id = to_customer${more} WHERE contact_id = moved AND customer_id = from_customer;
    UPDATE contact_preference SET customer_id = to_customer WHERE contact_id = moved;
    UPDATE important_day SET customer_id = to_customer WHERE contact_id = moved;
    PERFORM set_config('kontor.reach', coalesce(reach, ''), true);
  END $$
`;
