import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { TestPerson } from '@kontor/testing/service';
import { importStage, type ImportStage } from '../import-stage.js';

/** What all cases share: one service, since each start costs seconds. There once openScene() has run. */
export let stage: ImportStage;
export let boss: TestPerson;
export let anna: TestPerson;
export let boris: TestPerson;
export let admin: TestPerson;

export async function openScene(): Promise<void> {
  stage = await importStage();
  boss = await stage.service.person({ name: '王经理', roles: ['manager'], email: 'boss@kontor.local' });
  anna = await stage.service.person({ name: 'Anna', managerId: boss.id, email: 'anna@kontor.local' });
  boris = await stage.service.person({ name: 'Борис', managerId: boss.id, email: 'boris@kontor.local' });
  admin = await stage.service.person({ name: 'Admin', roles: ['administrator'] });
}

let sources = 0;
export const freshSource = () => `rows-${sources++}`;

/** The customers that were made of a source, from their events. */
export async function madeOf(source: string): Promise<Customer[]> {
  const events = await stage.service.events('kontor.customer.v1.CustomerCreated');
  return events.flatMap(({ customer }) => (customer?.source === source ? [customer] : []));
}
