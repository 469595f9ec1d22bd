import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Birthdays, anniversaries and festivals, with a first list of festivals. Walls come from the entities. */
export class ImportantDay1763700000051 implements MigrationInterface {
  name = 'ImportantDay1763700000051';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE important_day (
        id uuid PRIMARY KEY,
        customer_id uuid NOT NULL REFERENCES customer ON DELETE CASCADE,
        contact_id uuid REFERENCES contact ON DELETE CASCADE,
        kind text COLLATE "C" NOT NULL,
        name text COLLATE "C" NOT NULL,
        calendar text COLLATE "C" NOT NULL,
        month integer NOT NULL,
        day integer NOT NULL,
        leap_month boolean NOT NULL,
        year integer,
        days_before jsonb NOT NULL,
        greeting boolean NOT NULL,
        next_date date,
        owner_id uuid,
        revision integer NOT NULL,
        version integer NOT NULL,
        create_time timestamptz(3) NOT NULL,
        update_time timestamptz(3) NOT NULL
      );
      CREATE INDEX important_day_customer ON important_day (customer_id, next_date, id);
      CREATE INDEX important_day_owner ON important_day (owner_id, next_date, id);
      CREATE INDEX important_day_next ON important_day (next_date, id);

      CREATE TABLE festival (
        id uuid PRIMARY KEY,
        name text COLLATE "C" NOT NULL,
        calendar text COLLATE "C" NOT NULL,
        month integer NOT NULL,
        day integer NOT NULL,
        days_before jsonb NOT NULL,
        active boolean NOT NULL,
        version integer NOT NULL,
        create_time timestamptz(3) NOT NULL,
        update_time timestamptz(3) NOT NULL
      );
      CREATE INDEX festival_name ON festival (name, id);

      CREATE TABLE festival_notice (
        festival_id uuid NOT NULL,
        date date NOT NULL,
        days_before integer NOT NULL,
        time timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (festival_id, date, days_before)
      );
    `);
    // Nobody is reminded of them until somebody who knows the company's customers switches them on.
    await runner.query(`
      INSERT INTO festival (id, name, calendar, month, day, days_before, active, version, create_time, update_time)
      SELECT uuidv7(), name, calendar, month, day, '[7]', false, 1, now(), now() FROM (VALUES
        ('New Year · Новый год · 元旦', 'solar', 1, 1),
        ('Spring Festival · Праздник весны · 春节', 'lunar', 1, 1),
        ('8 March · 8 Марта · 妇女节', 'solar', 3, 8),
        ('Victory Day · День Победы · 胜利日', 'solar', 5, 9),
        ('Dragon Boat Festival · Праздник драконьих лодок · 端午节', 'lunar', 5, 5),
        ('Mid-Autumn Festival · Праздник середины осени · 中秋节', 'lunar', 8, 15),
        ('National Day of China · День образования КНР · 国庆节', 'solar', 10, 1)
      ) AS f (name, calendar, month, day)
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE festival_notice, festival, important_day');
  }
}
