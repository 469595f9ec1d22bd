import { randomUUID } from 'node:crypto';
import { serviceCall } from '@kontor/access/call';
import type { Role } from '@kontor/contracts/gen/kontor/identity/v1/role';
import { testService, type TestPerson } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { identity } from '../src/identity.js';
import { PersonRow } from '../src/person/person.entity.js';

const service = '/kontor.identity.v1.RoleService';
export const people = '/kontor.identity.v1.PersonService';

/** Somebody who works here and is signed in. */
export type Member = TestPerson & { roles: string[] };

/** Identity, whole, with people whose roles it looks up, and calls about roles in the name of one of them. */
export async function identityWithRoles() {
  process.env.IDENTITY_ARGON2_MEMORY_KIB = '64';
  delete process.env.KONTOR_ADMIN_PASSWORD;
  const test = await testService('identity', identity);
  // Known by the token only, so that the company has no administrator but those whom a test adds.
  const administrator = await test.person({ roles: ['administrator'] });
  const ask = <T = Role>(who: TestPerson, call: string, request: object, language?: 'ru' | 'zh-CN') =>
    test.call<T>(
      who,
      call.startsWith('/') ? call : `${service}/${call}`,
      request,
      language ? { language } : {},
    );

  return {
    test,
    administrator,
    ask,
    make: (role: Partial<Role>, who = administrator) =>
      ask(who, 'CreateRole', { role: { id: `r-${randomUUID().slice(0, 8)}`, name: 'A role', ...role } }),
    change: (id: string, role: Partial<Role>, who = administrator, etag?: string) =>
      ask(who, 'UpdateRole', { id, role, updateMask: Object.keys(role), etag }),
    remove: (id: string, who = administrator) => ask<object>(who, 'DeleteRole', { id }),
    async member(roles: string[]): Promise<Member> {
      const person = await test.person({ roles });
      const fields = {
        email: `${person.id}@example.com`,
        name: person.name,
        language: 'en',
        timeZone: 'UTC',
      };
      await test.running.unitOfWork.write(serviceCall('identity', 'test'), (tx) => {
        tx.insert(PersonRow, { id: person.id, ...fields, roles, status: 'active' });
        return Promise.resolve({});
      });
      return { ...person, roles };
    },
    async eventsOf(id: string) {
      const changed = await test.events('kontor.identity.v1.RoleChanged');
      const deleted = await test.events('kontor.identity.v1.RoleDeleted');
      return {
        changed: changed.filter(({ role }) => role?.id === id),
        deleted: deleted.filter(({ roleId }) => roleId === id),
      };
    },
    /** Waits until the copy of this service, fed by its own events, has what a role allows. */
    copied: (id: string, permission: string, held = true) =>
      until(
        `the copy of ${id}`,
        () => test.running.organisation.current.rights([id]).may(permission) === held,
      ),
  };
}

export type IdentityWithRoles = Awaited<ReturnType<typeof identityWithRoles>>;

/** The shape of a refusal, for `toMatchObject`. */
export const problem = (expected: object) => ({ problem: expect.objectContaining(expected) as unknown });
