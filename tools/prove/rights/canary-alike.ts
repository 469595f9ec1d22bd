import type { Tallies } from '../claim.ts';
import type { Operation } from '../fuzz/operations.ts';
import type { Answer, RawRequest } from '../stage/http.ts';
import { jsonRequest } from '../stage/person.ts';
import type { Canary } from './canary-search.ts';
import type { Viewer } from './canary-viewers.ts';

type Ask = (operation: Operation, viewer: Viewer, request: RawRequest) => Promise<Answer | undefined>;

/** What a customer may be like another by, and how the check for duplicates takes it. */
const likenesses: Readonly<Record<string, (needle: string) => { check: object; create: object }>> = {
  'customer.name': (name) => ({ check: { name }, create: { name } }),
  'customer.phones': (number) => {
    const raw = `+4930${number}`;
    return { check: { phones: [raw] }, create: { name: raw, phones: [{ raw }] } };
  },
  'customer.emails': (tag) => {
    const address = `${tag}@${tag}.example`;
    return { check: { emails: [address] }, create: { name: address, emails: [address] } };
  },
  'customer.website': (tag) => {
    const website = `https://${tag}.example/`;
    return { check: { website }, create: { name: website, website } };
  },
};

/**
 * Has each viewer ask for duplicates of planted customers, and make such, by one value of each: the candidates in the
 * answer or in the refusal must not tell what else stands there. `canary-alike`: somebody did get candidates by each way.
 */
export async function askAlike(
  operations: readonly Operation[],
  viewers: readonly Viewer[],
  canaries: readonly Canary[],
  tallies: Tallies,
  ask: Ask,
): Promise<void> {
  const operation = (id: string): Operation | undefined => operations.find((one) => one.id === id);
  const [checking, creating] = [operation('checkDuplicates'), operation('createCustomer')];
  const told = { checkDuplicates: 0, createCustomer: 0 };
  for (const viewer of viewers)
    for (const { field, needle } of canaries) {
      const like = likenesses[field]?.(needle);
      if (!like || !checking || !creating) continue;
      const requests = [
        [checking, { kind: 'company', ...like.check }],
        [creating, { kind: 'company', ...like.create }],
      ] as const;
      for (const [one, body] of requests) {
        const answer = await ask(one, viewer, jsonRequest('POST', one.path, body));
        const names = (answer?.text ?? '').includes('"candidates":[{');
        if (names) told[one.id as keyof typeof told] += 1;
      }
    }
  for (const [id, count] of Object.entries(told))
    tallies.of('canary-alike').check(count > 0 ? undefined : `${id} never told a candidate`);
}
