import { v7 as uuidv7 } from 'uuid';
import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { MailStage } from './mail-stage.js';

let stage: MailStage;
beforeAll(async () => (stage = await MailStage.start()), 60_000);
afterAll(() => stage.dispose());

const fromAnna = { senderAddress: 'anna@kontor.example', senderName: 'Anna' };

describe('a message of somebody outside', () => {
  it('stands in the timeline of the one customer that has the address, for who sees the customer', async () => {
    const { customer, contact, address } = await stage.customer();
    const files = [{ name: 'drawing.pdf', size: 12_000, contentType: 'application/pdf', storedAs: '' }];
    const id = await stage.take({ senderAddress: address, attachments: files });
    expect(await stage.talks(stage.anna, customer.id)).toMatchObject([
      {
        manner: 'email',
        direction: 'inbound',
        contactId: contact.id,
        source: 'mail-drop',
        authorId: stage.anna.id,
        content: 'An order\n\nTen pumps, please.\n\n[drawing.pdf, 12 kB]',
      },
    ]);
    await expect(stage.talks(stage.boris, customer.id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await stage.waiting(id)).toEqual([]);
    const after = await stage.call<Customer>(stage.anna, 'CustomerService/GetCustomer', { id: customer.id });
    expect(after.lastContactTime).toBe(customer.lastContactTime);
  });

  it('is told to the owner unless the owner got it, too', async () => {
    const { customer, address } = await stage.customer();
    await stage.take({ senderAddress: address, recipients: ['anna@kontor.example'] });
    await stage.take({ senderAddress: address, subject: 'Only to the drop' });
    const notices = await stage.service.events('kontor.notification.v1.NoticeRequested');
    expect(notices.filter(({ about }) => about === `customers/${customer.id}`)).toMatchObject([
      {
        personId: stage.anna.id,
        template: 'mail-received',
        values: { customerName: customer.name, contactName: 'Ада', subject: 'Only to the drop' },
      },
    ]);
  });

  it('waits in the tray where nobody has the address, or several have', async () => {
    const stranger = await stage.take({
      senderAddress: `${uuidv7()}@outside.example`,
      authenticity: 'passed',
    });
    expect(await stage.waiting(stranger)).toMatchObject([
      { source: 'mail-drop', state: 'open', direction: 'inbound', senderCheck: 'passed' },
    ]);
    const { address } = await stage.customer();
    const other = await stage.customer();
    await stage.call(stage.anna, 'CustomerService/CreateContact', {
      customerId: other.customer.id,
      contact: { name: 'Ада', emails: [address] },
      ...{ acceptDuplicates: true, duplicateReason: 'works for both' },
    });
    expect(await stage.waiting(await stage.take({ senderAddress: address }))).toHaveLength(1);
    const nobody = await stage.take({ senderAddress: '', senderName: '' });
    expect(await stage.waiting(nobody)).toMatchObject([{ address: '' }]);
  });

  it('comes once, by whichever of our addresses and however often', async () => {
    const { customer, address } = await stage.customer();
    const mail = { senderAddress: address, externalId: `<${uuidv7()}@outside.example>` };
    await stage.take(mail);
    await stage.take(mail);
    await stage.take({ ...mail, dropAddress: 'sales@in.kontor.example', purpose: 'prospects' });
    expect(await stage.talks(stage.anna, customer.id)).toHaveLength(1);
  });

  it('that our mail server calls forged or spam is looked at by a person first', async () => {
    const { customer, address } = await stage.customer();
    for (const doubt of [{ authenticity: 'failed' as const }, { spam: true }]) {
      const id = await stage.take({ senderAddress: address, ...doubt });
      expect(await stage.waiting(id)).toHaveLength(1);
    }
    expect(await stage.talks(stage.anna, customer.id)).toEqual([]);
  });

  it('that answers a known message goes where that one is, and says who wrote', async () => {
    const { customer, address } = await stage.customer();
    const first = await stage.take({ senderAddress: address });
    await stage.take({
      senderAddress: `${uuidv7()}@elsewhere.example`,
      senderName: 'Ева',
      references: ['<nobody@knows.example>', first],
      text: 'I take over.',
    });
    const talks = await stage.talks(stage.anna, customer.id);
    expect(talks.map(({ content }) => content)).toContainEqual(
      expect.stringMatching(/^Ева, .*@elsewhere\.example\nAn order\n\nI take over\.$/),
    );
    expect(talks.filter(({ contactId }) => contactId === undefined)).toHaveLength(1);
  });
});

describe('a message of one of us', () => {
  it('is outbound and by that person, to the customer that it went to, and counts as a contact', async () => {
    const { customer, contact, address } = await stage.customer();
    await stage.take({ ...fromAnna, recipients: [address, 'boris@kontor.example'], authenticity: 'passed' });
    expect(await stage.talks(stage.anna, customer.id)).toMatchObject([
      { direction: 'outbound', authorId: stage.anna.id, contactId: contact.id },
    ]);
    const after = await stage.call<Customer>(stage.anna, 'CustomerService/GetCustomer', { id: customer.id });
    expect(after.lastContactTime).not.toBe(customer.lastContactTime);
  });

  it.each(['unknown', 'failed'] as const)(
    'stays out of timelines while its sender is %s, and has no author of ours',
    async (authenticity) => {
      const { customer, address } = await stage.customer();
      const id = await stage.take({ ...fromAnna, recipients: [address], authenticity });
      expect(await stage.talks(stage.anna, customer.id)).toEqual([]);
      const [item] = await stage.waiting(id);
      expect(item).toMatchObject({ direction: 'outbound', address, senderCheck: authenticity });
      await stage.call(stage.admin, 'TriageService/AssignTriageItem', {
        id: item?.id,
        customerId: customer.id,
      });
      expect(await stage.talks(stage.anna, customer.id)).toMatchObject([{ authorId: stage.admin.id }]);
    },
  );

  it('is not a prospect, wherever it is sent to', async () => {
    const id = await stage.take({ ...fromAnna, purpose: 'prospects', authenticity: 'passed' });
    expect(await stage.waiting(id)).toMatchObject([{ direction: 'outbound', address: '' }]);
  });
});

describe('a message to a drop for prospects', () => {
  const drop = { purpose: 'prospects' as const, source: 'mail-fair', campaign: 'Fair 2026' };

  it('becomes a prospect with source and campaign of the drop, once', async () => {
    const address = `${uuidv7()}@new.example`;
    const mail = {
      ...drop,
      senderAddress: address,
      externalId: `<${uuidv7()}@new.example>`,
      dropId: uuidv7(),
    };
    await stage.take(mail);
    await stage.take(mail);
    const [submission] = await stage.turned(address);
    expect(submission).toMatchObject({ state: 'prospect', formId: mail.dropId });
    const id = submission?.customerId ?? '';
    const prospect = await stage.call<Customer>(stage.admin, 'CustomerService/GetCustomer', { id });
    expect(prospect).toMatchObject({
      ...{ status: 'prospect', kind: 'person', name: 'Ада', emails: [address] },
      ...{ source: 'mail-fair', channel: 'email' },
    });
    const { touches } = await stage.call<{ touches: object[] }>(stage.admin, 'TouchService/ListTouches', {
      customerId: id,
    });
    expect(touches).toMatchObject([{ source: 'mail-fair', campaign: 'Fair 2026', origin: 'message' }]);
    expect(await stage.talks(stage.admin, id)).toMatchObject([
      { manner: 'email', direction: 'inbound', source: 'mail-drop' },
    ]);
    await expect(stage.talks(stage.boris, id)).rejects.toMatchObject({ code: 'not_found' });
    // An answer in that thread finds the prospect, whoever writes it.
    await stage.take({ senderAddress: 'eva@elsewhere.example', references: [mail.externalId] });
    expect(await stage.talks(stage.admin, id)).toHaveLength(2);
  });

  it('of somebody known is a talk, and of spam nothing until a person says so', async () => {
    const { customer, address } = await stage.customer();
    await stage.take({ ...drop, senderAddress: address });
    expect(await stage.turned(address)).toMatchObject([{ state: 'attached', customerId: customer.id }]);
    const spammer = `${uuidv7()}@casino.example`;
    await stage.take({ ...drop, senderAddress: spammer, spam: true });
    const [spam] = await stage.turned(spammer);
    expect(spam).toMatchObject({ state: 'spam', reason: 'spam' });
    await stage.call(stage.admin, 'WebLeadService/AcceptWebSubmission', { id: spam?.id });
    expect(await stage.turned(spammer)).toMatchObject([{ state: 'prospect' }]);
  });

  it('beyond a hundred an hour waits in the tray', async () => {
    const dropId = uuidv7();
    await stage.service.ownerQuery(
      `INSERT INTO web_form_use (form_id, address, hour, used) VALUES ($1, '', date_trunc('hour', now()), 100)`,
      [dropId],
    );
    const address = `${uuidv7()}@many.example`;
    await stage.take({ ...drop, dropId, senderAddress: address });
    expect(await stage.turned(address)).toMatchObject([{ state: 'spam' }]);
  });
});

test('nobody brings in messages by the API that look like mail to us', async () => {
  const message = {
    source: 'mail-drop',
    externalId: '1',
    channel: 'email',
    from: 'a@b.example',
    content: 'x',
  };
  await expect(stage.call(stage.admin, 'TriageService/IngestInteraction', message)).rejects.toMatchObject({
    fields: [{ field: 'source', reason: 'source-reserved' }],
  });
});
