import { v7 as uuidv7 } from 'uuid';
import { serviceCall } from '@kontor/access/call';
import type { Person } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import type { ReadRequest } from '@kontor/contracts/gen/kontor/identity/v1/read_request';
import { AnswerService } from '../src/read-request/answer.service.js';
import { ReadRequestConsumer } from '../src/read-request/read-request.consumer.js';
import { ReadRequestService } from '../src/read-request/read-request.service.js';
import { SubstitutionService } from '../src/substitution/substitution.service.js';
import { by, identityOnDatabase, together, type Identity } from './identity-fixture.js';

const config = { secret: 'a secret of the tests' } as never;
const secret = 'the value is 4711-canary';

let identity: Identity;
let requests: ReadRequestService;
let answers: AnswerService;
let director: Person;
let boss: Person;
let ann: Person;
let colleague: Person;
let administrator: Person;

beforeAll(async () => {
  identity = await identityOnDatabase();
  requests = new ReadRequestService(identity.unitOfWork, config);
  answers = new AnswerService(identity.unitOfWork);
  administrator = await identity.person({ roles: ['administrator'] });
}, 60_000);
afterAll(() => identity?.close());

beforeEach(async () => {
  director = await identity.person({ roles: ['manager'] });
  boss = await identity.person({ roles: ['manager'], managerId: director.id });
  ann = await identity.person({ managerId: boss.id });
  colleague = await identity.person({ managerId: boss.id, roles: ['manager'] });
});

const ask = (changes: object = {}, person = ann): Promise<ReadRequest> => {
  const facts = {
    object: 'product',
    objectId: uuidv7(),
    field: 'standardCost',
    question: ' What does it cost? ',
  };
  return requests.create({ readRequest: { ...facts, ...changes } as never }, by(person));
};
const get = (id: string, person: Person) => requests.get(id, by(person));
const mine = async (person: Person) => (await requests.mine({}, by(person))).readRequests.map(({ id }) => id);
const toAnswer = async (person: Person) =>
  (await requests.toAnswer({}, by(person))).readRequests.map(({ id }) => id);
const answer = (id: string, person: Person) => answers.answer({ id, text: secret }, by(person));
const refuse = (id: string, person: Person) => answers.refuse({ id, reason: 'Not now' }, by(person));
const grant = (id: string, person: Person, minutes?: number) => answers.grant({ id, minutes }, by(person));

const emitted = async (type: string) =>
  (
    await identity.rows<{ payload: string }>('SELECT payload FROM outbox WHERE type = $1 ORDER BY position', [
      type,
    ])
  ).map(({ payload }) => JSON.parse(payload) as Record<string, unknown>);
const noticesOf = async (about: string) =>
  (await emitted('kontor.notification.v1.NoticeRequested')).filter(
    (event) => event.about === `readRequests/${about}`,
  );

describe('asking a superior', () => {
  it('is seen by who asked and by everyone above, and by nobody else', async () => {
    const { id } = await ask();
    expect(await get(id, ann)).toMatchObject({
      personId: ann.id,
      question: 'What does it cost?',
      status: 'open',
    });
    for (const superior of [boss, director, administrator]) {
      expect(await toAnswer(superior)).toContain(id);
      expect(await get(id, superior)).toMatchObject({ id, status: 'open' });
    }
    expect(await mine(ann)).toEqual([id]);
    for (const other of [colleague, ann]) expect(await toAnswer(other)).toEqual([]);
    for (const act of [get, answer, refuse, grant]) {
      await expect(act(id, colleague)).rejects.toMatchObject({
        code: 'not_found',
        reason: 'read-request-not-found',
      });
    }
  });

  it('answers alike whether the record exists or not, and tells the nearest superior only', async () => {
    const { id, objectId } = await ask();
    expect(await noticesOf(id)).toMatchObject([
      {
        personId: boss.id,
        template: 'read-request',
        values: { personName: ann.name, object: 'product', objectId, field: 'standardCost' },
      },
    ]);
  });

  it('tells the next one where the nearest has left, and administrators where nobody is above', async () => {
    await identity.markLeft(boss.id);
    const { id } = await ask();
    expect((await noticesOf(id)).map(({ personId }) => personId)).toEqual([director.id]);
    const alone = await ask({}, director);
    expect((await noticesOf(alone.id)).map(({ personId }) => personId)).toContain(administrator.id);
  });

  it('refuses objects and fields that there are not, and more than fifty at once', async () => {
    await expect(ask({ object: 'unicorn' })).rejects.toMatchObject({
      fields: [{ field: 'readRequest.object' }],
    });
    await expect(ask({ field: 'horn' })).rejects.toMatchObject({ fields: [{ field: 'readRequest.field' }] });
    await Promise.all(Array.from({ length: 48 }, () => ask()));
    const { done, errors } = await together(Array.from({ length: 5 }, () => ask()));
    expect(done).toHaveLength(2);
    expect(new Set(errors)).toEqual(new Set(['too-many-read-requests']));
  });

  it('expires by itself', async () => {
    const { id } = await ask();
    await identity.rows(`UPDATE read_request SET expire_time = now() WHERE id = $1`, [id]);
    expect(await get(id, ann)).toMatchObject({ status: 'expired' });
    expect(await toAnswer(boss)).toEqual([]);
    await expect(grant(id, boss)).rejects.toMatchObject({ code: 'conflict', reason: 'read-request-expired' });
  });
});

describe('dealing with a request', () => {
  it('in words is for who asked, and for nobody else', async () => {
    const { id } = await ask();
    expect(await answer(id, boss)).not.toHaveProperty('answer');
    expect(await get(id, ann)).toMatchObject({ status: 'answered', answererId: boss.id, answer: secret });
    for (const other of [boss, director, administrator])
      expect(await get(id, other)).not.toHaveProperty('answer');
    const [, told] = await noticesOf(id);
    expect(told).toMatchObject({
      personId: ann.id,
      template: 'read-request-answered',
      values: { personName: boss.name },
    });
  });

  it('leaves who, what and when in the audit and in events, and never the value', async () => {
    const { id } = await ask();
    await answer(id, boss);
    const audit = await identity.rows<{ person_id: string; action: string }>(
      `SELECT person_id, action, changes FROM audit WHERE object = 'read-request' AND object_id = $1 ORDER BY id`,
      [id],
    );
    expect(audit).toMatchObject([
      { person_id: ann.id, action: 'ask' },
      { person_id: boss.id, action: 'answer' },
    ]);
    const everything = await identity.rows(
      `SELECT changes AS text FROM audit UNION ALL SELECT payload FROM outbox UNION ALL SELECT answer FROM idempotency`,
    );
    expect(JSON.stringify(everything)).not.toContain('4711-canary');
  });

  it('happens once, however many try at once', async () => {
    const { id } = await ask();
    const { done, errors } = await together([
      answer(id, boss),
      grant(id, director),
      refuse(id, administrator),
      grant(id, boss),
    ]);
    expect(done).toHaveLength(1);
    expect(errors).toEqual(Array(3).fill('read-request-answered'));
    expect(
      (await emitted('kontor.identity.v1.ReadGranted')).filter((event) => event.id === id).length,
    ).toBeLessThan(2);
    expect((await noticesOf(id)).filter(({ template }) => template === 'read-request-answered')).toHaveLength(
      1,
    );
  });

  it('is never for oneself, not even for administrators or the own superior’s substitute', async () => {
    const { id } = await ask({}, administrator);
    await expect(grant(id, administrator)).rejects.toMatchObject({
      code: 'forbidden',
      reason: 'not-yourself',
    });
    const substitutions = new SubstitutionService(identity.unitOfWork, config);
    const endTime = new Date(Date.now() + 3600_000).toISOString();
    const substitution = { substituteId: ann.id, endTime, objects: [], reason: '' } as never;
    await substitutions.create({ substitution }, by(boss));
    const own = await ask();
    await expect(grant(own.id, ann)).rejects.toMatchObject({ reason: 'not-yourself' });
    const other = await ask({}, colleague);
    expect(await toAnswer(ann)).toEqual([other.id]);
    expect(await grant(other.id, ann)).toMatchObject({ status: 'granted', answererId: ann.id });
  });

  it('by a grant tells the service that owns the record, for fifteen minutes unless said otherwise', async () => {
    const { id, objectId } = await ask();
    const granted = await grant(id, boss);
    expect(granted).toMatchObject({ status: 'granted', grantStatus: 'pending', answererId: boss.id });
    expect(Date.parse(granted.grantEndTime ?? '') - Date.parse(granted.answerTime ?? '')).toBe(15 * 60_000);
    const event = (await emitted('kontor.identity.v1.ReadGranted')).find((one) => one.id === id);
    const { grantEndTime: endTime } = granted;
    const facts = { personId: ann.id, grantorId: boss.id, object: 'product', fields: ['standardCost'] };
    expect(event).toEqual({ id, objectId, endTime, ...facts });
    const whole = await ask({ field: undefined });
    const day = await grant(whole.id, boss, 1440);
    expect(Date.parse(day.grantEndTime ?? '') - Date.parse(day.answerTime ?? '')).toBe(1440 * 60_000);
    expect((await emitted('kontor.identity.v1.ReadGranted')).at(-1)).toMatchObject({
      id: whole.id,
      fields: [],
    });
  });

  it('by a grant shows what became of it, the first word counting', async () => {
    const consumer = new ReadRequestConsumer();
    const apply = (id: string, applied: boolean, reason = '') =>
      identity.unitOfWork.write(serviceCall('identity', 'test'), (tx) =>
        consumer.applied({ id, applied, reason }, { tx, event: {} as never }),
      );
    const { id } = await ask();
    await apply(id, true);
    expect(await get(id, ann)).not.toHaveProperty('grantStatus', 'applied');
    await grant(id, boss);
    await apply(id, false, 'record-not-seen');
    await apply(id, true);
    expect(await get(id, boss)).toMatchObject({ grantStatus: 'refused', grantReason: 'record-not-seen' });
    const rows = await identity.rows(`SELECT 1 FROM audit WHERE object_id = $1 AND action = 'apply'`, [id]);
    expect(rows).toHaveLength(1);
  });
});
