import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { Calendar } from '@kontor/contracts/gen/kontor/identity/v1/calendar';
import type {
  DryRunStrategiesResponse,
  ListFollowUpsResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/strategy_service';
import { copySubstitution } from '@kontor/people/substitution-copy';
import { copyUnit } from '@kontor/people/unit-copy';
import type { EventContext } from '@kontor/events/event-handler';
import type { TestPerson } from '@kontor/testing/service';
import { v7 as uuidv7 } from 'uuid';
import { CalendarConsumer } from '../src/strategy/calendar.consumer.js';
import { day, strategyStage, type StrategyStage } from './strategy-stage.js';

let stage: StrategyStage;
const later = (days: number) => new Date(Date.now() + days * day).toISOString();

beforeAll(async () => {
  stage = await strategyStage();
}, 120_000);
afterAll(() => stage.service.dispose());

const idle = { idleReclaim: true, idleReclaimDays: 10, warnDaysBefore: 0 };
const update = (person: TestPerson, id: string, customer: Partial<Customer>) =>
  stage.call<Customer>(person, 'CustomerService/UpdateCustomer', {
    id,
    customer,
    updateMask: Object.keys(customer),
  });

describe('a customer that becomes a prospect again', () => {
  const ways: [string, (owner: TestPerson, id: string) => Promise<unknown>][] = [
    ['an update', (owner, id) => update(owner, id, { status: 'interested' })],
    [
      'a talk',
      (owner, id) =>
        stage.call(owner, 'CustomerService/CreateInteraction', {
          customerId: id,
          interaction: {
            manner: 'meeting',
            direction: 'inbound',
            talkTime: later(-40),
            content: 'Logged late',
            customerStatus: 'interested',
          },
        }),
    ],
    [
      'a conversion',
      (owner, id) =>
        stage.call(owner, 'ConvertService/ConvertCustomer', {
          id,
          status: 'negotiating',
          opportunity: { name: 'Pumps' },
        }),
    ],
  ];
  it.each(ways)(
    'by %s is its owner’s from then on: no clock counts the time when it was lost',
    async (_, way) => {
      const owner = await stage.rep();
      await stage.set(owner, { ...idle, noDealReclaim: true, noDealReclaimDays: 30 });
      const { id } = await stage.create(owner, { status: 'lost' });
      await stage.assignedAgo(id, 400);
      await way(owner, id);
      await stage.reclaim();
      expect(await stage.ownerOf(id)).toBe(owner.id);
      await stage.assignedAgo(id, 31);
      await stage.reclaim();
      expect(await stage.ownerOf(id)).toBeUndefined();
    },
  );
});

describe('nothing is taken that nobody was warned of', () => {
  const withWarning = { ...idle, warnDaysBefore: 3 };

  it('when a strategy is switched on, or the service slept: first the warning, then its days, then the end', async () => {
    const owner = await stage.rep();
    const { id } = await stage.create(owner);
    await stage.assignedAgo(id, 100);
    await stage.set(owner, withWarning);
    await stage.reclaim();
    await stage.warn();
    await stage.reclaim();
    await stage.warnedAgo(id, 2.9);
    await stage.reclaim();
    expect(await stage.ownerOf(id)).toBe(owner.id);
    const [told] = (await stage.service.events('kontor.notification.v1.NoticeRequested')).filter(
      ({ template, personId }) => template === 'reclaim-warning' && personId === owner.id,
    );
    const promised = Date.parse(told?.values?.reclaimTime ?? '');
    expect(Math.abs(promised - (Date.now() + 3 * day))).toBeLessThan(3_600_000);
    await stage.warnedAgo(id, 3.01);
    await stage.reclaim();
    expect(await stage.ownerOf(id)).toBeUndefined();
  });

  it('and a warning counts for the run of the clock that it was given of', async () => {
    const owner = await stage.rep();
    await stage.set(owner, withWarning);
    const { id } = await stage.create(owner);
    await stage.assignedAgo(id, 100);
    await stage.warn();
    await stage.warnedAgo(id, 50);
    await stage.rows(`UPDATE customer SET last_contact_time = now() - interval '20 days' WHERE id = $1`, [
      id,
    ]);
    await stage.reclaim();
    expect(await stage.ownerOf(id)).toBe(owner.id);
  });

  it('but talks do not put off the end of the time without a deal that was warned of', async () => {
    const owner = await stage.rep();
    await stage.set(owner, { noDealReclaim: true, noDealReclaimDays: 30, warnDaysBefore: 3 });
    const { id } = await stage.create(owner);
    await stage.assignedAgo(id, 28);
    await stage.warn();
    await stage.rows(`UPDATE customer SET last_contact_time = now() WHERE id = $1`, [id]);
    await stage.rows(
      `UPDATE reclaim_warning SET clock_start = clock_start - interval '3 days',
      time = now() - interval '3 days 1 minute' WHERE customer_id = $1`,
      [id],
    );
    await stage.rows(`UPDATE customer SET assign_time = assign_time - interval '3 days' WHERE id = $1`, [id]);
    await stage.reclaim();
    expect(await stage.ownerOf(id)).toBeUndefined();
  });

  it('a superior is told once when half of the time is gone', async () => {
    const owner = await stage.rep();
    await stage.set(owner, withWarning);
    const { id, name } = await stage.create(owner);
    await stage.assignedAgo(id, 100);
    const told = async () =>
      (await stage.service.events('kontor.notification.v1.NoticeRequested')).filter(
        ({ template, personId, values }) =>
          template === 'reclaim-warning' && personId === stage.boss.id && values?.customerName === name,
      ).length;
    await stage.warn();
    await stage.warn('superior');
    expect(await told()).toBe(0);
    await stage.warnedAgo(id, 1.6);
    await stage.warn('superior');
    await stage.warn('superior');
    expect(await told()).toBe(1);
  });

  it('the forecast and the list foresee the same end', async () => {
    const owner = await stage.rep();
    const { id } = await stage.create(owner);
    await stage.assignedAgo(id, 100);
    const settings = [{ scope: 'person', scopeId: owner.id, values: withWarning }];
    const run = (days: number) =>
      stage.call<DryRunStrategiesResponse>(
        owner.id ? stage.boss : owner,
        'StrategyService/DryRunStrategies',
        {
          settings,
          days,
        },
      );
    expect((await run(2)).losses.filter(({ customer }) => customer?.id === id)).toEqual([]);
    const [loss] = (await run(4)).losses.filter(({ customer }) => customer?.id === id);
    await stage.set(owner, withWarning);
    const { followUps } = await stage.call<ListFollowUpsResponse>(owner, 'StrategyService/ListFollowUps', {
      states: ['at_risk'],
    });
    const [row] = followUps;
    expect(row).toMatchObject({ customer: { id }, state: 'at_risk', reclaimCause: 'idle' });
    for (const time of [loss?.reclaimTime, row?.reclaimTime]) {
      expect(Math.abs(Date.parse(time ?? '') - (Date.now() + 3 * day))).toBeLessThan(600_000);
    }
  });
});

describe('an absence', () => {
  /** The boss stands in for somebody between two days from now. */
  const away = ({ id: personId }: TestPerson, from: number, to: number, unapproved?: boolean) =>
    stage.service.know((tx) =>
      copySubstitution(tx, {
        ...{ id: uuidv7(), personId, substituteId: stage.boss.id, objects: [], cancelled: false, etag: '1' },
        ...{ startTime: later(from), endTime: later(to), unapproved },
      }),
    );

  it('that was ended early is a pause until it was, one that nobody above agreed to is none', async () => {
    const owner = await stage.rep();
    await stage.set(owner, idle);
    const { id } = await stage.create(owner);
    await away(owner, -10, -5);
    await away(owner, -4, 5, true);
    await stage.assignedAgo(id, 14);
    await stage.reclaim();
    expect(await stage.ownerOf(id)).toBe(owner.id);
    await stage.assignedAgo(id, 16);
    await stage.reclaim();
    expect(await stage.ownerOf(id)).toBeUndefined();
  });

  it('that is on takes nothing, though the clock ran out before: the days of the warning stand still, too', async () => {
    const owner = await stage.rep();
    const { id } = await stage.create(owner);
    await away(owner, -20, 20);
    await stage.assignedAgo(id, 100);
    await stage.set(owner, { ...idle, warnDaysBefore: 3 });
    await stage.warn();
    await stage.warnedAgo(id, 5);
    await stage.reclaim();
    expect(await stage.ownerOf(id)).toBe(owner.id);
    const { followUps } = await stage.call<ListFollowUpsResponse>(owner, 'StrategyService/ListFollowUps', {
      states: ['at_risk'],
    });
    const end = Date.parse(followUps[0]?.reclaimTime ?? '');
    expect(Math.abs(end - (Date.now() + 23 * day))).toBeLessThan(600_000);
    await stage.warnedAgo(id, 24);
    await stage.reclaim();
    expect(await stage.ownerOf(id)).toBeUndefined();
  });

  it('of 200 days is a pause of 200 days', async () => {
    const owner = await stage.rep();
    await stage.set(owner, idle);
    const { id } = await stage.create(owner);
    await away(owner, -203, -3);
    await stage.assignedAgo(id, 209);
    await stage.reclaim();
    expect(await stage.ownerOf(id)).toBe(owner.id);
    await stage.assignedAgo(id, 211);
    await stage.reclaim();
    expect(await stage.ownerOf(id)).toBeUndefined();
  });
});

describe('working days', () => {
  const hear = (calendar: Partial<Calendar>) =>
    stage.asService((tx) =>
      new CalendarConsumer().changed(
        {
          calendar: {
            name: 'x',
            timeZone: 'Asia/Shanghai',
            exceptions: [],
            companyDefault: false,
            etag: '1',
            ...calendar,
          } as Calendar,
        },
        { tx } as EventContext,
      ),
    );
  const on = (...weekdays: Calendar['weekdays'][number]['weekday'][]) =>
    weekdays.map((weekday) => ({ weekday, hours: ['09:00-18:00'] }));

  it('count by nobody’s calendar as long as none is known, then by the company’s, the unit’s, the own', async () => {
    const [plain, united, own] = [
      await stage.rep(),
      await stage.rep({ unitId: uuidv7() }),
      await stage.rep(),
    ];
    const made = new Map<string, string>();
    for (const owner of [plain, united, own]) {
      await stage.set(owner, { ...idle, workingDays: true });
      const { id } = await stage.create(owner);
      made.set(owner.id, id);
      await stage.assignedAgo(id, 30);
    }
    const taken = async (owner: TestPerson) => (await stage.ownerOf(made.get(owner.id) ?? '')) === undefined;
    await stage.reclaim();
    expect([await taken(plain), await taken(united), await taken(own)]).toEqual([false, false, false]);
    const [company, ofUnit, mine] = [uuidv7(), uuidv7(), uuidv7()];
    await hear({ id: ofUnit, weekdays: on('monday') });
    await hear({ id: mine, weekdays: on('tuesday') });
    await stage.service.know(async (tx) => {
      const [{ unit_id: id } = { unit_id: '' }] = await tx.query<{ unit_id: string }>(
        'SELECT unit_id FROM person_copy WHERE id = $1',
        [united.id],
      );
      const unit = { id, name: 'Team', kind: 'team', etag: '1', createTime: '', updateTime: '' } as const;
      await copyUnit(tx, { ...unit, calendarId: ofUnit });
      await tx.query('UPDATE person_copy SET calendar_id = $2 WHERE id = $1', [own.id, mine]);
    });
    await hear({
      id: company,
      companyDefault: true,
      weekdays: on('monday', 'tuesday', 'wednesday', 'thursday', 'friday'),
    });
    await stage.reclaim();
    expect([await taken(plain), await taken(united), await taken(own)]).toEqual([true, false, false]);
    for (const owner of [united, own]) await stage.assignedAgo(made.get(owner.id) ?? '', 85);
    await stage.reclaim();
    expect([await taken(united), await taken(own)]).toEqual([true, true]);
  });
});
