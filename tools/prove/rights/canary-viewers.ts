import { contract } from '@kontor/schema/contract';
import { Person } from '../stage/person.ts';
import type { Stage } from '../stage/stage.ts';
import { fieldRules, nameOf, restrictedFields } from './canary-fields.ts';

/** Somebody who reaches every record and may not see most of its fields. */
export interface Viewer {
  name: string;
  person: Person;
  masked: boolean;
  covered: (field: string) => boolean;
  /** What has come over the stream of live events. */
  heard: string[];
  /** Everything that this one has sent: what stands in it is no secret from him. */
  sent: string[];
  renew: () => void;
}

interface Kind {
  name: string;
  right: 'none' | 'mask';
  /** Fields left free, as `customer.name`. */
  free: string[];
}

/**
 * Who looks: one from whom all is hidden, one for whom all is masked, one who reads the own notices, and one who may
 * fill what must be filled, so that records are made, changed, found stale and answered again.
 */
function kinds(): Kind[] {
  const all = restrictedFields();
  const named = (test: (object: string, required: boolean) => boolean): string[] =>
    all.filter(({ object, field }) => test(object, field.rules.required)).map(nameOf);
  return [
    { name: 'hidden', right: 'none', free: [] },
    { name: 'masked', right: 'mask', free: [] },
    { name: 'reader', right: 'none', free: named((object) => object === 'notice') },
    { name: 'writer', right: 'none', free: named((object, required) => required || object === 'import') },
  ];
}

/** Engages the viewers, each with a role of their own that reaches everything and may everything. */
export async function engageViewers(stage: Stage, tag: string, permissions: string[]): Promise<Viewer[]> {
  const restricted = new Set(restrictedFields().map(nameOf));
  const viewers: Viewer[] = [];
  for (const { name, right, free } of kinds()) {
    const id = `canary-${name}-${tag}`;
    const leftFree = new Set(free);
    await stage.administrator.call('POST', '/v1/roles', {
      id,
      name: id,
      permissions,
      reaches: contract.objects().map((object) => ({ object: object.name, reach: 'all' })),
      fields: fieldRules(right, leftFree),
    });
    const email = `${id}@prove.example`;
    const engaged = await stage.engage(email, { roles: [id], timeZone: 'Etc/UTC' });
    const fresh = (): Person => new Person(stage.http, { email, password: 'prove-person-1', id: engaged.id });
    const viewer: Viewer = {
      name,
      person: engaged,
      masked: right === 'mask',
      covered: (field) => restricted.has(field) && !leftFree.has(field),
      heard: [],
      sent: [],
      renew: () => (viewer.person = fresh()),
    };
    viewers.push(viewer);
  }
  return viewers;
}
