import { v7 as uuidv7 } from 'uuid';
import type { File } from '@kontor/contracts/gen/kontor/customer/v1/file';
import type { MailAttachment } from '@kontor/contracts/gen/kontor/notification/v1/mail_events';
import { FolderStore } from '@kontor/files/folder-store';
import { testFolder } from '@kontor/testing/folder';
import { until } from '@kontor/testing/until';
import { MailStage } from './mail-stage.js';

let stage: MailStage;
let store: FolderStore;

beforeAll(async () => {
  const folder = await testFolder('mail-files');
  Object.assign(process.env, { MAIL_FILES_FOLDER: `${folder}/mail`, FILES_FOLDER: `${folder}/files` });
  store = new FolderStore('mail', `${folder}/mail`);
  stage = await MailStage.start();
}, 60_000);
afterAll(() => stage.dispose());

/** A file as notification leaves it. */
async function left(name: string, bytes: string): Promise<MailAttachment> {
  const storedAs = `mail/${uuidv7()}/0`;
  await store.put(storedAs, Buffer.from(bytes));
  return { name, size: bytes.length, contentType: 'application/octet-stream', storedAs };
}

const filesOf = async (customerId: string, person = stage.anna) =>
  (await stage.call<{ files: File[] }>(person, 'FileService/ListFiles', { customerId })).files;
/** Waits until nothing is left of a file in the store of mail. */
const gone = (...files: MailAttachment[]) =>
  until('the files to be taken', async () => {
    const sizes = await Promise.all(files.map(({ storedAs }) => store.size(storedAs)));
    return sizes.every((size) => size === undefined);
  });

test('files of a message are files of its talk, checked as any upload is, for who sees the customer', async () => {
  const { customer, address } = await stage.customer();
  const pdf = await left('предложение.pdf', '%PDF-1.7 offer');
  const program = await left('run.exe', 'MZ');
  const disguised = await left('page.pdf', '<html>');
  await stage.take({ senderAddress: address, attachments: [pdf, program, disguised] });
  await gone(pdf, program, disguised);
  const [talk] = await stage.talks(stage.anna, customer.id);
  expect(talk?.content).toMatch(/\[предложение\.pdf, 1 kB\]\n\[run\.exe, 1 kB\]\n\[page\.pdf, 1 kB\]$/);
  expect(await filesOf(customer.id)).toMatchObject([
    { name: 'предложение.pdf', contentType: 'application/pdf', size: '14', interactionId: talk?.id },
  ]);
  await expect(filesOf(customer.id, stage.boris)).rejects.toMatchObject({ code: 'not_found' });
});

test('files wait with a message in the tray, and go with it', async () => {
  const { customer } = await stage.customer();
  const [kept, dropped] = [await left('a.txt', 'one'), await left('b.txt', 'two')];
  const first = await stage.take({ senderAddress: `${uuidv7()}@a.example`, attachments: [kept] });
  const second = await stage.take({ senderAddress: `${uuidv7()}@a.example`, attachments: [dropped] });
  const [[one], [two]] = [await stage.waiting(first), await stage.waiting(second)];
  await stage.call(stage.admin, 'TriageService/DiscardTriageItem', { id: two?.id, reason: 'spam' });
  await gone(dropped);
  expect(await store.size(kept.storedAs)).toBe(3);
  await stage.call(stage.admin, 'TriageService/AssignTriageItem', { id: one?.id, customerId: customer.id });
  await gone(kept);
  expect(await filesOf(customer.id)).toMatchObject([{ name: 'a.txt', size: '3' }]);
});

test('files of a message to the prospects are the prospect’s, once', async () => {
  const address = `${uuidv7()}@new.example`;
  const mail = {
    purpose: 'prospects' as const,
    senderAddress: address,
    externalId: `<${uuidv7()}@new.example>`,
  };
  const [file, again] = [await left('plan.txt', 'plan'), await left('plan.txt', 'plan')];
  await stage.take({ ...mail, attachments: [file] });
  await stage.take({ ...mail, attachments: [again] });
  const [submission] = await stage.turned(address);
  await gone(file, again);
  expect(await filesOf(submission?.customerId ?? '', stage.admin)).toMatchObject([{ name: 'plan.txt' }]);
});

test('a file whose bytes are gone holds up no other', async () => {
  const { customer, address } = await stage.customer();
  const lost = { ...(await left('lost.txt', 'x')), storedAs: `mail/${uuidv7()}/0` };
  const good = await left('good.txt', 'good');
  await stage.take({ senderAddress: address, attachments: [lost, good] });
  await gone(good);
  expect((await filesOf(customer.id)).map(({ name }) => name)).toEqual(['good.txt']);
});
