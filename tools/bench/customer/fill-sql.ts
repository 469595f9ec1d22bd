import { byScript, personSql, phoneSql } from './made-sql.ts';

/** A statement that fills one table from `bench.made`; the tables of one lane are filled one after another. */
export interface Filling {
  table: string;
  /** Values of `$1` are what `templates` names: ids of ready outcomes. */
  sql: string;
}

const positions = { zh: '采购经理', ru: 'Начальник отдела закупок', en: 'Head of purchasing' };
const outcomes = { zh: '需要报价', ru: 'Ждёт коммерческое предложение', en: 'Wants a quotation' };
const contents = {
  zh: [
    '电话沟通了本季度的采购计划，客户希望先看样品，对交货期和付款方式有疑问，约定下周再联系并发送报价单。',
    '上门拜访，介绍了新产品线，技术部门提出了三点要求，需要与工厂确认后书面答复。',
    '客户反馈上一批货物包装有破损，已安排补发，对处理速度表示满意，愿意继续合作。',
  ],
  ru: [
    'Обсудили план закупок на квартал: просят образцы, спрашивают о сроках поставки и об отсрочке платежа; договорились созвониться через неделю.',
    'Встреча на заводе: показали новую линию, главный инженер просит уточнить три пункта спецификации, ответим письменно после согласования.',
    'Сообщили о повреждённой упаковке в последней партии; замену отправили, решением довольны, готовы продолжать.',
  ],
  en: [
    'Talked about the purchasing plan of the quarter: they want samples first, ask about lead time and terms of payment; call back next week with the quotation.',
    'Visited the plant and showed the new line; the chief engineer wants three points of the specification confirmed in writing by the factory.',
    'They reported damaged packaging in the last batch; the replacement is on its way, and they are content with how it was handled.',
  ],
};

const customer = `
  INSERT INTO customer (id, number, kind, name, status, channel, segment, phones, emails, website, tax_number, addresses, city,
    note, owner_id, assign_time, source, external_id, last_contact_time, next_contact_time, next_contact_interaction_id,
    lost_time, won_time, unknown_fields, version, create_time, update_time)
  SELECT id, number, CASE WHEN person THEN 'person' ELSE 'company' END, name, end_status, channel, segment,
    jsonb_build_array(jsonb_build_object('raw', phone_raw, 'number', phone, 'kind', 'work')), jsonb_build_array(mail),
    CASE WHEN person THEN '' ELSE 'https://www.' || domain END, tax_number,
    jsonb_build_array(jsonb_build_object('street', street, 'city', city, 'region', '', 'postalCode', '10115', 'country', country)),
    city, note, owner_id, at, CASE WHEN external_id = '' THEN '' ELSE 'erp' END, external_id, last,
    next_contact AT TIME ZONE 'UTC', CASE WHEN next_contact IS NOT NULL THEN bench.id_of(16 + talks, last, i) END,
    CASE WHEN end_status = 'lost' THEN last END,
    CASE WHEN end_status IN ('cooperating', 'dormant') THEN (at + (last - at) * 4 / talks)::timestamptz(3) END, '[]', 1 + talks, at,
    last
  FROM bench.made ORDER BY i`;

/** Keys as `customerKeys` makes them; those that others are compared by are claimed, since nobody else has them. */
const customerKeys = `
  INSERT INTO match_key (kind, key, strength, customer_id, claimed)
  SELECT k.kind, k.key, k.strength, m.id, k.strength <> 'weak' FROM bench.made m CROSS JOIN LATERAL (VALUES
    ('tax', tax_number, 'hard'), ('phone', phone, 'soft'), ('email', mail, 'soft'), ('domain', coalesce(domain, ''), 'soft'),
    (CASE WHEN person THEN 'person_name' ELSE 'name' END, name_key, CASE WHEN person THEN 'weak' ELSE 'soft' END)
  ) k (kind, key, strength) WHERE k.key <> ''`;

const ownershipChanges = `
  INSERT INTO ownership_change (id, customer_id, to_id, cause, reason, actor_id, time)
  SELECT bench.id_of(1, at, i), id, owner_id, 'create', '', owner_id, at FROM bench.made ORDER BY i`;

/** The contacts of a customer, as a LATERAL item `k` beside `bench.made m`. */
const contactsOf = `CROSS JOIN LATERAL (
    SELECT n, bench.id_of(4 + n, m.at, m.i) AS id, 'p' || n || '@' || domain AS mail,
      ${byScript('script', (one) => personSql(one, '(m.i * 17 + n * 911)').name)} AS name,
      ${byScript('script', (one) => phoneSql(one, 'm.i', 'n').raw)} AS phone_raw,
      ${byScript('script', (one) => phoneSql(one, 'm.i', 'n').number)} AS phone
    FROM bench.words w, generate_series(1, m.contacts) n) k`;

const contact = `
  INSERT INTO contact (id, customer_id, name, position, roles, phones, emails, websites, addresses, language, note, version,
    create_time, update_time)
  SELECT k.id, m.id, k.name, ${byScript('script', (one) => `'${positions[one as 'zh'] ?? 'Buyer'}'`)},
    jsonb_build_array(CASE n WHEN 1 THEN 'decision_maker' ELSE 'buyer' END),
    jsonb_build_array(jsonb_build_object('raw', k.phone_raw, 'number', k.phone, 'kind', 'mobile')), jsonb_build_array(k.mail),
    '[]', '[]', ${byScript('script', (one) => `'${one === 'zh' ? 'zh-CN' : one}'`)}, '', 1, m.at, m.at
  FROM bench.made m ${contactsOf} ORDER BY m.i`;

/** The domain is the customer's own, who has claimed it. */
const contactKeys = `
  INSERT INTO match_key (kind, key, strength, customer_id, contact_id, claimed)
  SELECT x.kind, x.key, 'soft', m.id, k.id, x.kind <> 'domain' FROM bench.made m ${contactsOf}
  CROSS JOIN LATERAL (VALUES ('phone', k.phone), ('email', k.mail), ('domain', m.domain)) x (kind, key)`;

const searchDocuments = [
  `INSERT INTO search_document SELECT f.* FROM bench.made m JOIN customer c ON c.id = m.id
     CROSS JOIN LATERAL search_of_customer(c) f`,
  `INSERT INTO search_document SELECT f.* FROM bench.made m CROSS JOIN LATERAL
     (SELECT bench.id_of(4 + n, m.at, m.i) AS id FROM generate_series(1, m.contacts) n) n
     JOIN contact k ON k.id = n.id CROSS JOIN LATERAL search_of_contact(k, m.owner_id) f`,
];

/** When the talk `r` of a customer took place: they are spread evenly, the last one was at `last`. */
const talkTime = `(m.at + (m.last - m.at) * r / m.talks)::timestamptz(3)`;

/** The status that the talk `r` gave: one step of the customer's life each, from the second talk on. */
const talkStatus = `CASE WHEN r = 2 AND m.status_place > 0 THEN 'interested'
    WHEN r = 3 AND m.status_place = 5 THEN 'lost' WHEN r = 3 AND m.status_place > 1 THEN 'negotiating'
    WHEN r = 4 AND m.status_place IN (3, 4) THEN 'cooperating' WHEN r = 5 AND m.status_place = 4 THEN 'dormant' END`;

/** What a talk is, beside `bench.made m` and its number `r`; read by sameness.ts, too. */
export const talkColumns = {
  talk_time: talkTime,
  manner: `(ARRAY['call', 'visit', 'email', 'message', 'meeting'])[1 + (m.i + r) % 5]`,
  // What we write counts as a contact, what is written to us does not: the last talk is the last contact.
  direction: `CASE WHEN (m.i + r) % 5 IN (2, 3) OR (m.i + r) % 3 = 0 THEN 'outbound' ELSE 'inbound' END`,
  content: byScript(
    'm.script',
    (one) => `(ARRAY['${contents[one as 'zh']?.join(`', '`) ?? ''}'])[1 + (m.i + r) % 3]`,
  ),
  outcome: byScript('m.script', (one) => `'${outcomes[one as 'zh'] ?? ''}'`),
  templated: `(m.i + r) % 2 = 0`,
  with_contact: `m.contacts > 0 AND r % 2 = 1`,
  customer_status: talkStatus,
  next_contact_time: `CASE WHEN r = m.talks AND m.next_contact IS NOT NULL
    THEN to_char(m.next_contact, 'YYYY-MM-DD"T"HH24:MI') ELSE '' END`,
};

/** In rounds over all customers: the talks of one customer lie as far apart in the table as in life. */
const interaction = `
  INSERT INTO interaction (id, customer_id, contact_id, manner, direction, talk_time, content, outcome, outcome_template_id,
    next_action, next_contact_time, next_contact_time_zone, remind_minutes_before, customer_status, author_id, amendments,
    version, create_time, update_time)
  SELECT bench.id_of(16 + r, t.talk_time, m.i), m.id, CASE WHEN t.with_contact THEN bench.id_of(5, m.at, m.i) END, t.manner,
    t.direction, t.talk_time, t.content, t.outcome, CASE WHEN t.templated THEN $1::uuid END,
    CASE WHEN t.next_contact_time <> '' THEN t.outcome ELSE '' END, t.next_contact_time,
    CASE WHEN t.next_contact_time <> '' THEN 'UTC' ELSE '' END,
    CASE WHEN t.next_contact_time <> '' THEN '[60]'::jsonb ELSE '[]' END, t.customer_status, m.owner_id, '[]', 1, t.talk_time,
    t.talk_time
  FROM generate_series(__FROM__, __TO__) r, bench.made m, LATERAL (SELECT ${Object.entries(talkColumns)
    .map(([name, sql]) => `${sql} AS ${name}`)
    .join(', ')}) t
  WHERE r <= m.talks`;

/** Written by the trigger of the table customer where a talk gives another status. */
const stageChanges = `
  INSERT INTO stage_change (id, customer_id, from_status, to_status, entered_time, time, actor_id, guardian_id)
  SELECT bench.id_of(64 + r, s.time, m.i), m.id, lag(s.status, 1, 'prospect') OVER life, s.status,
    lag(s.time, 1, m.at) OVER life, s.time, m.owner_id, m.owner_id
  FROM bench.made m, generate_series(2, 5) r, LATERAL (SELECT ${talkTime} AS time, ${talkStatus} AS status) s
  WHERE s.status IS NOT NULL WINDOW life AS (PARTITION BY m.i ORDER BY r)`;

/** Counters that triggers keep. */
const holdings = `
  INSERT INTO holding_kept AS h (person_id, held)
  SELECT owner_id, count(*) FROM bench.made WHERE status_place < 3 GROUP BY owner_id
  ON CONFLICT (person_id) DO UPDATE SET held = h.held + excluded.held`;

/**
 * Counts that triggers tell and a job sums: each creation and each step of a customer, among those of its owner and among
 * everybody's.
 */
const told = `
  WITH told AS MATERIALIZED (
    SELECT g.guardian_id, d.status, d.kind, d.change, d.stayed_days, (d.time AT TIME ZONE 'UTC')::date AS day
    FROM (
      SELECT owner_id, 'prospect' AS status, 'made' AS kind, 1 AS change, NULL::integer AS stayed_days, at AS time FROM bench.made
      UNION ALL
      SELECT m.owner_id, one.status, 'stage', one.change, one.stayed, s.time
      FROM bench.made m JOIN stage_change s ON s.customer_id = m.id CROSS JOIN LATERAL (VALUES
        (s.from_status, -1, (extract(epoch FROM s.time - s.entered_time)::bigint / 86400)::integer),
        (s.to_status, 1, NULL)) one (status, change, stayed)) d
    CROSS JOIN LATERAL (VALUES (d.owner_id), ('ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid)) g (guardian_id))`;

const cells = `${told}
  INSERT INTO customer_cell AS c (guardian_id, assignment_state, status, count)
  SELECT guardian_id, 'assigned', status, sum(change) FROM told GROUP BY guardian_id, status
  ON CONFLICT (guardian_id, assignment_state, status) DO UPDATE SET count = c.count + excluded.count`;

/** By days, weeks and months, each with how many had stayed for how many days, in that order. */
const flows = `${told}, stayed AS (
    SELECT guardian_id, grain, date_trunc(grain, day::timestamp)::date AS day, status, stayed_days, count(*)::integer AS steps,
      count(*) FILTER (WHERE change > 0) AS entered, count(*) FILTER (WHERE change < 0) AS "left"
    FROM told CROSS JOIN unnest(ARRAY['day', 'week', 'month']) grain GROUP BY 1, 2, 3, 4, 5
  ), moved AS (
    SELECT guardian_id, grain, day, status, sum(entered) AS entered, sum("left") AS "left", coalesce(
      array_agg(ARRAY[stayed_days, steps] ORDER BY stayed_days) FILTER (WHERE stayed_days IS NOT NULL), '{}') AS stays
    FROM stayed GROUP BY 1, 2, 3, 4
  ), spans AS (
    INSERT INTO customer_span AS f (guardian_id, grain, assignment_state, status, day, entered, "left", other, stays)
    SELECT guardian_id, grain, 'assigned', status, day, entered, "left", 0, stays FROM moved WHERE grain <> 'day'
    ON CONFLICT (guardian_id, grain, day, assignment_state, status) DO UPDATE SET entered = f.entered + excluded.entered,
      "left" = f."left" + excluded."left", stays = joined_stays(f.stays, excluded.stays))
  INSERT INTO customer_flow AS f (guardian_id, assignment_state, status, day, entered, "left", other, stays)
  SELECT guardian_id, 'assigned', status, day, entered, "left", 0, stays FROM moved WHERE grain = 'day'
  ON CONFLICT (guardian_id, day, assignment_state, status) DO UPDATE SET entered = f.entered + excluded.entered,
    "left" = f."left" + excluded."left", stays = joined_stays(f.stays, excluded.stays)`;

const talks = (from: number, to: number): Filling => ({
  table: 'interaction',
  sql: interaction.replace('__FROM__', String(from)).replace('__TO__', String(to)),
});

/** What is filled beside each other, each lane by a connection of its own. */
export const lanes: readonly (readonly Filling[])[] = [
  [
    { table: 'customer', sql: customer },
    { table: 'contact', sql: contact },
    ...searchDocuments.map((sql) => ({ table: 'search_document', sql })),
  ],
  [
    talks(1, 8),
    talks(9, 15),
    { table: 'match_key', sql: customerKeys },
    { table: 'match_key', sql: contactKeys },
    { table: 'ownership_change', sql: ownershipChanges },
    { table: 'stage_change', sql: stageChanges },
    { table: 'holding', sql: holdings },
    { table: 'customer_cell', sql: cells },
    { table: 'customer_flow', sql: flows },
  ],
];

/** Counts, which a job sums in its own time. */
export const countTables = ['customer_cell', 'customer_flow', 'customer_span', 'customer_delta'];

/** The other tables that are filled; in them rows of the service and of the filling are compared. */
export const filledTables = [...new Set(lanes.flat().map(({ table }) => table))].filter(
  (table) => !countTables.includes(table),
);

/** The same where rows are kept: what people hold is a view of two tables. */
export const storedTables = filledTables.flatMap((table) =>
  table === 'holding' ? ['holding_kept', 'holding_change'] : [table],
);
