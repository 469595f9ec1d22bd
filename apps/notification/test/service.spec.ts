import { node, tracing } from '@opentelemetry/sdk-node';
import type { Notice } from '@kontor/contracts/gen/kontor/notification/v1/notification';
import type { ListNoticesResponse } from '@kontor/contracts/gen/kontor/notification/v1/notification_service';
import type {
  ReminderCancelled,
  ReminderSet,
} from '@kontor/contracts/gen/kontor/notification/v1/reminder_events';
import { inSpan } from '@kontor/telemetry/tracer';
import { sendForeign } from '@kontor/testing/foreign-event';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { SmtpSink } from '@kontor/testing/smtp-sink';
import { until } from '@kontor/testing/until';
import { notificationService } from '../src/definition.js';
import { reminder, wallTime } from './replica.js';

const calls = '/kontor.notification.v1.NoticeService';
const spans = new tracing.InMemorySpanExporter();
new node.NodeTracerProvider({ spanProcessors: [new tracing.SimpleSpanProcessor(spans)] }).register();

let sink: SmtpSink;
let service: TestService;
let anna: TestPerson;
let boris: TestPerson;

beforeAll(async () => {
  sink = await SmtpSink.start();
  Object.assign(process.env, { SMTP_URL: sink.url, MAIL_FROM: 'Kontor <kontor@example.com>' });
  service = await testService('notification', notificationService);
  anna = await service.person({ name: 'Anna', email: 'anna@example.com' });
  boris = await service.person({
    name: 'Борис',
    email: 'boris@example.com',
    language: 'ru',
    managerId: anna.id,
  });
}, 60_000);

afterAll(async () => {
  await service.dispose();
  await sink.stop();
});

/** Emits an event as the customer service's relay would. */
const emit = (name: 'ReminderSet' | 'ReminderCancelled', event: ReminderSet | ReminderCancelled) =>
  sendForeign(service.settings.natsUrl, {
    ...{ emitter: 'customer', type: `kontor.notification.v1.${name}` as const },
    ...{ payload: event, version: event.revision },
  });

const list = (person: TestPerson | undefined, request: object = {}) =>
  service.call<ListNoticesResponse>(person, `${calls}/ListNotices`, request);
const get = (person: TestPerson, id: string) => service.call<Notice>(person, `${calls}/GetNotice`, { id });
const read = (person: TestPerson, id: string) => service.call<Notice>(person, `${calls}/ReadNotice`, { id });

const noticesOf = (person: TestPerson, count: number) =>
  until(`${count} notices whose e-mail has left`, async () => {
    const { notices } = await list(person);
    const left = notices.every(({ deliveries }) => deliveries[0]?.state === 'accepted');
    return notices.length >= count && left && notices;
  });

describe('a reminder that another service plans', () => {
  it('becomes a notice and an e-mail, in one trace from the event on', async () => {
    const event = reminder({ personId: anna.id, dueTime: wallTime(-1) });
    const traceId = await inSpan('log a talk', {}, async (span) => {
      await emit('ReminderSet', event);
      return span.spanContext().traceId;
    });
    const [mail] = await sink.mailTo('anna@example.com');
    expect(mail?.email.subject).toMatch(/^Contact Acme: /);
    const notice = await until('the notice to know that the e-mail left', async () => {
      const { notices } = await list(anna);
      return notices.find(({ deliveries }) => deliveries[0]?.state === 'accepted');
    });
    expect(notice).toMatchObject({
      personId: anna.id,
      template: 'next-contact',
      subject: mail?.email.subject,
      about: event.about,
      read: false,
      deliveries: [{ channel: 'email', state: 'accepted', attempts: 1, reason: '' }],
    });
    expect(notice).not.toHaveProperty('html');
    expect(notice).not.toHaveProperty('readTime');
    const crossing = spans.getFinishedSpans().find(({ name }) => name === 'SMTP send');
    const handling = spans
      .getFinishedSpans()
      .find(({ name }) => name === 'process kontor.notification.v1.ReminderSet');
    expect(crossing?.spanContext().traceId).toBe(traceId);
    expect(handling?.spanContext().traceId).toBe(traceId);
    expect(crossing?.parentSpanContext?.spanId).toBe(handling?.spanContext().spanId);
    expect(crossing?.attributes).toMatchObject({ 'kontor.delivery.state': 'accepted' });
  });

  it('does not come when it is cancelled first', async () => {
    const event = reminder({ personId: boris.id, dueTime: wallTime(-1) });
    await emit('ReminderCancelled', { key: event.key, revision: 2 });
    await emit('ReminderSet', event);
    const other = reminder({ personId: boris.id, dueTime: wallTime(-1), values: { customerName: 'Маяк' } });
    await emit('ReminderSet', other);
    await noticesOf(boris, 1);
    expect((await list(boris)).notices.map(({ about }) => about)).toEqual([other.about]);
  });
});

describe('notices', () => {
  it('are seen by the person they are for, and by nobody else, not even a superior', async () => {
    const [his] = await noticesOf(boris, 1);
    const [hers] = await noticesOf(anna, 1);
    expect((await list(anna)).notices.map(({ personId }) => personId)).not.toContain(boris.id);
    await expect(get(anna, his!.id)).rejects.toMatchObject({ code: 'not_found', reason: 'notice-not-found' });
    await expect(read(anna, his!.id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(get(boris, hers!.id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await get(boris, his!.id)).toEqual(his);
    await expect(list(undefined)).rejects.toMatchObject({ code: 'unauthenticated' });
    const administrator = await service.person({ roles: ['administrator'] });
    expect((await list(administrator)).notices).toEqual([]);
  });

  it('are read once: reading again changes nothing', async () => {
    const [notice] = await noticesOf(boris, 1);
    const first = await read(boris, notice!.id);
    expect(first).toMatchObject({ read: true });
    expect(Date.parse(first.readTime ?? '')).toBeGreaterThan(Date.now() - 60_000);
    expect(await read(boris, notice!.id)).toEqual(first);
    expect(await get(boris, notice!.id)).toEqual(first);
  });

  it('come newest first, page by page, and can be filtered by being read', async () => {
    const carla = await service.person({ name: 'Carla', email: 'carla@example.com' });
    for (const i of [1, 2, 3]) {
      await emit(
        'ReminderSet',
        reminder({ personId: carla.id, dueTime: wallTime(-1), values: { customerName: `N${i}` } }),
      );
      await noticesOf(carla, i);
    }
    const seen: string[] = [];
    let pageToken: string | undefined;
    do {
      const page = await list(carla, { pageSize: 2, withTotal: true, ...(pageToken && { pageToken }) });
      expect(page.totalSize).toBe(3);
      seen.push(...page.notices.map(({ subject }) => subject.slice(8, 10)));
      pageToken = page.nextPageToken;
    } while (pageToken);
    expect(seen).toEqual(['N3', 'N2', 'N1']);
    const [newest] = (await list(carla)).notices;
    await read(carla, newest!.id);
    const filter = (value: boolean) => JSON.stringify({ field: 'read', op: 'eq', value });
    expect((await list(carla, { filter: filter(true) })).notices.map(({ id }) => id)).toEqual([newest!.id]);
    expect((await list(carla, { filter: filter(false), withTotal: true })).totalSize).toBe(2);
  });

  it('cannot be filtered by what is not offered', async () => {
    for (const field of ['html', 'personId', 'body']) {
      const filter = JSON.stringify({ field, op: 'eq', value: 'x' });
      await expect(list(anna, { filter })).rejects.toMatchObject({
        code: 'invalid',
        fields: [{ field: 'filter' }],
      });
    }
  });
});
