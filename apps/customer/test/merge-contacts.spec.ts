import { v7 as uuidv7 } from 'uuid';
import type { Interaction } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { mergeStage } from './merge-stage.js';

const {
  service,
  boss,
  anna,
  boris,
  call,
  create,
  get,
  merge,
  preview,
  undo,
  wish,
  check,
  addContact,
  contactsOf,
  asService,
  told,
} = await mergeStage();
afterAll(() => service.dispose());

it('what refers to customers, contacts and talks is found by an index, however much there is of it', async () => {
  const unindexed = await asService<{ name: string }>(
    `SELECT l.of_table || '.' || l.of_column AS name FROM (
       SELECT con.conrelid AS of_table_id, con.conrelid::regclass::text AS of_table, att.attname::text AS of_column
       FROM pg_constraint con
       JOIN pg_attribute att ON att.attrelid = con.conrelid AND att.attnum = con.conkey[1]
       WHERE con.contype = 'f'
         AND con.confrelid IN ('customer'::regclass, 'contact'::regclass, 'interaction'::regclass)
       UNION ALL SELECT 'web_submission'::regclass, 'web_submission', 'customer_id') l
     WHERE NOT EXISTS (
       SELECT 1 FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
       WHERE i.indrelid = l.of_table_id AND a.attname = l.of_column
         AND coalesce(pg_get_expr(i.indpred, i.indrelid), 'IS NOT NULL') LIKE '%IS NOT NULL%')`,
  );
  expect(unindexed).toEqual([]);
});

describe('contacts that are one person', () => {
  it('leave no column behind that names contacts', async () => {
    const columns = await asService<{ name: string }>(
      `SELECT c.table_name || '.' || c.column_name AS name FROM information_schema.columns c
       JOIN information_schema.tables t USING (table_schema, table_name)
       WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' AND c.column_name LIKE '%contact_id'`,
    );
    const carried = await asService<{ name: string }>(
      `SELECT of_table || '.' || of_column AS name FROM contact_links()`,
    );
    // By rules of their own: what the person said of being contacted, and what the contact is found by.
    const others = ['contact_preference.contact_id', 'match_key.contact_id'];
    expect(columns.map(({ name }) => name).toSorted()).toEqual(
      [...carried.map(({ name }) => name), ...others].toSorted(),
    );
  });

  it('are offered, joined by choice with all that refers to them, and are two again after an undo', async () => {
    const email = `${uuidv7()}@join.example`;
    const [winner, loser] = [await create(anna), await create(boris)];
    const kept = await addContact(anna, winner.id, { emails: [email], position: 'Buyer' });
    const dropped = await addContact(boris, loser.id, {
      emails: [email],
      note: 'knows the boss',
      language: 'ru',
    });
    const other = await addContact(boris, loser.id, { name: 'Bert' });
    const talk = await call<Interaction>(boris, 'CustomerService/CreateInteraction', {
      customerId: loser.id,
      interaction: { manner: 'meeting', content: 'Talked.', contactId: dropped.id },
    });
    await wish(boris, loser.id, { contactId: dropped.id, doNotCall: true });
    await wish(anna, winner.id, { contactId: kept.id, consents: [{ channel: 'email', state: 'given' }] });
    const contacts = [{ keptId: kept.id, droppedId: dropped.id }];
    const shown = await preview(winner.id, loser.id, { contacts });
    expect(shown.contactPairs).toEqual([
      { winnerContactId: kept.id, loserContactId: dropped.id, matched: ['emails'] },
    ]);
    expect(shown.moves).toEqual(
      expect.arrayContaining([
        { object: 'contact', count: 2 },
        { object: 'interaction', count: 1 },
      ]),
    );
    expect(shown.stricterWishes).toEqual([{ contactId: kept.id, doNotCall: true, withdrawn: [] }]);

    const done = await merge(winner.id, loser.id, { contacts });

    expect(done.wishes).toEqual([{ contactId: kept.id, doNotCall: true, withdrawn: [] }]);
    const now = await contactsOf(winner.id);
    expect(now.map(({ id }) => id).toSorted()).toEqual([kept.id, other.id].toSorted());
    expect(now.find(({ id }) => id === kept.id)).toMatchObject({
      position: 'Buyer',
      language: 'ru',
      note: 'knows the boss',
      emails: [email],
    });
    const talkOf = (customerId: string) =>
      call<Interaction>(boss, 'CustomerService/GetInteraction', { customerId, id: talk.id });
    expect((await talkOf(winner.id)).contactId).toBe(kept.id);
    expect(await check(winner.id, 'call', kept.id)).toMatchObject({ allowed: false });
    expect((await told(done.id))?.contacts).toEqual(contacts);

    await undo(done);
    expect((await contactsOf(winner.id)).map(({ id }) => id)).toEqual([kept.id]);
    expect((await contactsOf(winner.id))[0]).toMatchObject({ language: '', note: '' });
    expect((await contactsOf(loser.id)).map(({ id }) => id).toSorted()).toEqual(
      [dropped.id, other.id].toSorted(),
    );
    expect((await talkOf(loser.id)).contactId).toBe(dropped.id);
    expect(await check(winner.id, 'call', kept.id)).toMatchObject({ allowed: true });
    expect(await check(loser.id, 'call', dropped.id)).toMatchObject({ allowed: false });
    const keys = await asService<{ customer_id: string; contact_id: string }>(
      `SELECT customer_id, contact_id FROM match_key WHERE kind = 'email' AND key = $1 ORDER BY contact_id`,
      [email],
    );
    expect(keys).toEqual([
      { customer_id: winner.id, contact_id: kept.id },
      { customer_id: loser.id, contact_id: dropped.id },
    ]);
  });

  it('may be the other way round, and wishes of the one that goes are the other’s', async () => {
    const phones = [{ raw: '+7 495 123-45-67' }];
    const [winner, loser] = [await create(anna), await create(boris)];
    const dropped = await addContact(anna, winner.id, { phones });
    const kept = await addContact(boris, loser.id, {});
    await wish(anna, winner.id, { contactId: dropped.id, doNotCall: true });
    const done = await merge(winner.id, loser.id, { contacts: [{ keptId: kept.id, droppedId: dropped.id }] });
    expect(done.wishes).toEqual([{ contactId: kept.id, doNotCall: true, withdrawn: [] }]);
    expect((await contactsOf(winner.id))[0]).toMatchObject({
      id: kept.id,
      phones: [{ number: '+74951234567' }],
    });
    expect(await check(winner.id, 'call', kept.id)).toMatchObject({ allowed: false });
    await undo(done);
    expect(await check(winner.id, 'call', dropped.id)).toMatchObject({ allowed: false });
    expect(await check(loser.id, 'call', kept.id)).toMatchObject({ allowed: true });
    expect((await contactsOf(loser.id))[0]).toMatchObject({ id: kept.id, phones: [] });
    const keys = await asService<{ customer_id: string; contact_id: string }>(
      `SELECT customer_id, contact_id FROM match_key WHERE kind = 'phone' AND key = '+74951234567'`,
    );
    expect(keys).toEqual([{ customer_id: winner.id, contact_id: dropped.id }]);
  });

  it('are refused where they are another customer’s, or one is named twice', async () => {
    const [winner, loser, third] = [await create(anna), await create(boris), await create(boris)];
    const ours = await addContact(anna, winner.id, {});
    const theirs = await addContact(boris, third.id, {});
    const join = (...contacts: object[]) => merge(winner.id, loser.id, { contacts });
    await expect(join({ keptId: ours.id, droppedId: theirs.id })).rejects.toMatchObject({
      fields: [{ reason: 'contact-of-another' }],
    });
    await expect(join({ keptId: ours.id, droppedId: ours.id })).rejects.toMatchObject({
      fields: [{ reason: 'merge-contact-twice' }],
    });
    expect(await get(loser.id)).toMatchObject({ id: loser.id });
  });
});

it('an undo tells of the contacts that go home, and not of who went on to another customer meanwhile', async () => {
  const [winner, loser, third] = [await create(anna), await create(boris), await create(anna)];
  const [stays, goes] = [
    await addContact(boris, loser.id, { name: 'Stays' }),
    await addContact(boris, loser.id, { name: 'Goes', emails: [`${uuidv7()}@goes.example`] }),
  ];
  const done = await merge(winner.id, loser.id);
  await call(boss, 'CustomerService/MoveContact', {
    ...{ customerId: winner.id, id: goes.id, toCustomerId: third.id, reason: 'A new job' },
  });
  await undo(done);
  const events = await service.events('kontor.customer.v1.CustomersUnmerged');
  expect(events.find(({ mergeId }) => mergeId === done.id)?.loserContactIds).toEqual([stays.id]);
  expect((await contactsOf(third.id)).map(({ id }) => id)).toEqual([goes.id]);
  const keys = await asService(
    `SELECT 1 FROM match_key WHERE contact_id = $1 AND (customer_id <> $2 OR merge_ids <> '{}')`,
    [goes.id, third.id],
  );
  expect(keys).toEqual([]);
});
