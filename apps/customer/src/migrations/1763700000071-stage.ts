import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How customers moved through the stages, named metrics, and what the search of the whole base keeps.
 *
 * A change of stage is written by a trigger, so that no writer can forget it. The first stage needs no row: it is the
 * one that the first change left, or the present one, since the customer was made. A customer that was merged into
 * another leaves its changes behind, out of sight; hence no foreign key.
 */
export class Stage1763700000071 implements MigrationInterface {
  name = 'Stage1763700000071';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE stage_change (
        id uuid PRIMARY KEY,
        customer_id uuid NOT NULL,
        from_status text COLLATE "C" NOT NULL,
        to_status text COLLATE "C" NOT NULL,
        entered_time timestamptz(3) NOT NULL,
        time timestamptz(3) NOT NULL,
        actor_id uuid
      );
      COMMENT ON TABLE stage_change IS 'append-only';
      CREATE INDEX stage_change_customer ON stage_change (customer_id, time, id);
      CREATE INDEX stage_change_time ON stage_change (time, customer_id);

      CREATE FUNCTION note_stage_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          INSERT INTO stage_change (id, customer_id, from_status, to_status, entered_time, time, actor_id)
          VALUES (uuidv7(), NEW.id, OLD.status, NEW.status,
            coalesce((SELECT max(s.time) FROM stage_change s WHERE s.customer_id = NEW.id), NEW.create_time),
            NEW.update_time, nullif(current_setting('kontor.person', true), '')::uuid);
          RETURN NULL;
        END
      $$;
      CREATE TRIGGER note_stage_change AFTER UPDATE OF status ON customer FOR EACH ROW
        WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION note_stage_change();

      CREATE TABLE metric (
        id uuid PRIMARY KEY,
        code text COLLATE "C" NOT NULL,
        name_zh_cn text NOT NULL,
        name_ru text NOT NULL,
        name_en text NOT NULL,
        filter text NOT NULL,
        owner_unit_id uuid,
        start_time timestamptz(3) NOT NULL,
        retired boolean NOT NULL,
        version integer NOT NULL,
        create_time timestamptz(3) NOT NULL,
        update_time timestamptz(3) NOT NULL
      );
      CREATE UNIQUE INDEX metric_code ON metric (code);
      CREATE TABLE metric_version (
        id uuid PRIMARY KEY,
        metric_id uuid NOT NULL REFERENCES metric,
        filter text NOT NULL,
        start_time timestamptz(3) NOT NULL,
        author_id uuid
      );
      COMMENT ON TABLE metric_version IS 'append-only';
      CREATE INDEX metric_version_metric ON metric_version (metric_id, start_time);
      INSERT INTO metric (id, code, name_zh_cn, name_ru, name_en, filter, start_time, retired, version, create_time, update_time)
        SELECT uuidv7(), code, zh, ru, en, filter, 'epoch', false, 1, now(), now() FROM (VALUES ${shipped}) AS m (code, zh, ru, en, filter);
      INSERT INTO metric_version (id, metric_id, filter, start_time) SELECT uuidv7(), id, filter, start_time FROM metric;

      CREATE TABLE public_search_setting (
        id uuid PRIMARY KEY,
        scope text NOT NULL,
        fields jsonb NOT NULL,
        daily_limit integer NOT NULL,
        hit_limit integer NOT NULL,
        version integer NOT NULL,
        update_time timestamptz(3) NOT NULL
      );
      INSERT INTO public_search_setting VALUES
        ('00000000-0000-7000-8000-000000000001', 'prospects', '[]', 100, 20, 1, now());
      CREATE TABLE public_search_use (
        person_id uuid NOT NULL,
        day date NOT NULL,
        used integer NOT NULL,
        PRIMARY KEY (person_id, day)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE public_search_use, public_search_setting, metric_version, metric;
      DROP TRIGGER note_stage_change ON customer;
      DROP FUNCTION note_stage_change;
      DROP TABLE stage_change;
    `);
  }
}

const status = (...words: string[]) => `{"field":"status","op":"in","value":${JSON.stringify(words)}}`;

/** Code, names and definition of the metrics that Kontor ships; a company changes them as it counts. */
const shipped = [
  [
    'record',
    '全部客户档案',
    'Все записи о клиентах',
    'All records',
    '{"not":{"field":"id","op":"isNull","value":true}}',
  ],
  [
    'prospect',
    '潜在客户',
    'Потенциальные клиенты',
    'Prospects',
    status('prospect', 'interested', 'negotiating'),
  ],
  ['customer', '客户', 'Клиенты', 'Customers', status('cooperating', 'dormant')],
  ['active-customer', '活跃客户', 'Активные клиенты', 'Active customers', status('cooperating')],
  ['dormant-customer', '沉睡客户', 'Спящие клиенты', 'Dormant customers', status('dormant')],
  ['lost-customer', '流失客户', 'Потерянные клиенты', 'Lost customers', status('lost')],
]
  .map((row) => `(${row.map((text) => `'${text}'`).join(', ')})`)
  .join(', ');
