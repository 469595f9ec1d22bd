import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Greetings that leave by e-mail, and what became of letters. `letter` has no foreign keys: it only keeps books. */
export class Letter1787500400001 implements MigrationInterface {
  name = 'Letter1787500400001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE important_day ADD COLUMN send_greeting boolean NOT NULL DEFAULT false;
      CREATE INDEX important_day_greeting ON important_day (next_date, id) WHERE send_greeting;
      ALTER TABLE interaction ADD COLUMN letter_state text COLLATE "C", ADD COLUMN letter_reason text;
      CREATE TABLE letter (
        id uuid PRIMARY KEY,
        important_day_id uuid NOT NULL,
        day date NOT NULL,
        interaction_id uuid,
        withheld_for text NOT NULL,
        time timestamptz(3) NOT NULL,
        UNIQUE (important_day_id, day)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE letter;
      ALTER TABLE interaction DROP COLUMN letter_state, DROP COLUMN letter_reason;
      ALTER TABLE important_day DROP COLUMN send_greeting;
    `);
  }
}
