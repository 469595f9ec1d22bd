import { setTimeout as sleep } from 'node:timers/promises';
import type { Ground } from '../proof.ts';
import { jsonRequest, type Person } from '../stage/person.ts';
import { plantFile } from './canary-file.ts';
import { Planting } from './canary-planting.ts';
import type { Viewer } from './canary-viewers.ts';

/** Records for everybody to see, and for each viewer own ones with a reminder that is due soon. */
export async function plantFor(
  { stage, random }: Ground,
  viewers: readonly Viewer[],
  victimId: string,
): Promise<Planting> {
  const share = { granteeKind: 'person', granteeId: victimId, level: 'read' };
  const role = { permissions: [], deniedPermissions: [], reaches: [], names: [], fields: [] };
  const person = { roles: ['salesperson'], password: 'prove-person-1' };
  const calendar = { weekdays: [{ weekday: 'monday', hours: ['09:00-17:00'] }], exceptions: [] };
  const substitution = {
    personId: victimId,
    substituteId: viewers[0]?.person.id,
    startTime: new Date(Date.now() + 86_400_000).toISOString(),
    endTime: new Date(Date.now() + 2 * 86_400_000).toISOString(),
    objects: [],
  };
  const label = { zh: 'x', ru: 'x', en: 'x' };
  const custom = {
    type: 'text',
    options: [],
    referenceObject: '',
    requiredStages: [],
    minimum: '',
    maximum: '',
  };
  const customField = { ...custom, object: 'customer', key: 'canary', defaultValue: '', label };
  const fixed = {
    ...{ share, role, person, calendar, substitution, unit: { kind: 'team' } },
    ...{ 'custom-field': customField, form: { object: 'customer', role: '', draft: [] } },
    // A segment that a talk gives is a field of the customer from then on, and so no canary of the talk.
    ...{ extension: { personId: viewers[0]?.person.id }, interaction: { customerSegment: undefined } },
    // Names of fields that a form lets be unknown; there is no form.
    customer: { unknownFields: [] as string[] },
    ...ofTheCustomerBase(victimId),
  };
  const planting = new Planting(random, stage.administrator, fixed);
  await planting.plant();
  await plantDeal(planting, fixed);
  await plantFile(stage.administrator, planting, random);
  await untilCustomFieldKnown(stage.administrator);
  planting.customKeys.set('customer', 'canary');
  for (const viewer of viewers) {
    const soon = new Date(Date.now() + 90_000).toISOString().slice(0, 16);
    const interaction = {
      ...fixed.interaction,
      ...{ nextContactTime: soon, nextContactTimeZone: 'Etc/UTC', remindMinutesBefore: [1] },
    };
    const customer = { ...fixed.customer, ownerId: viewer.person.id };
    await planting.plant(['customer', 'contact', 'interaction'], { ...fixed, customer, interaction });
  }
  return planting;
}

/** What the records of the customer base must say, so that they are taken: words of a list, references, numbers. */
function ofTheCustomerBase(victimId: string): Record<string, object> {
  const filter = JSON.stringify({ field: 'createTime', op: 'lt', value: '2020-01-01T00:00:00Z' });
  const day = { calendar: 'solar', month: 3, day: 14, daysBefore: [7] };
  return {
    // Of customers that there are not: nobody gets one of them by it.
    'assignment-rule': { filter, personIds: [victimId], unitIds: [], roleIds: [] },
    export: { object: 'customer', filter, orderBy: 'createTime desc', columns: ['name'] },
    metric: { filter, code: 'canary-metric' },
    festival: day,
    'important-day': day,
    pool: { managerId: victimId, unitIds: [] },
    'strategy-setting': { scope: 'person', scopeId: victimId, values: { graceDays: 4 } },
    'mail-drop': { localPart: 'canary-drop' },
    'web-form': { hourlyLimit: 1000, allowedOrigins: [], requiredFields: [] },
  };
}

/** Waits until the customer service has heard of the custom field that was planted. */
async function untilCustomFieldKnown(administrator: Person): Promise<void> {
  const filter = JSON.stringify({ field: 'custom.canary', op: 'isNull', value: true });
  const path = `/v1/customers?pageSize=1&filter=${encodeURIComponent(filter)}`;
  for (let tries = 0; tries < 150; tries++) {
    const { status } = await administrator.send(jsonRequest('GET', path));
    if (status === 200) return;
    await sleep(200);
  }
  throw new Error('the customer service never heard of the custom field');
}

/** Makes a deal as soon as the sales pipeline has heard of its customer. */
async function plantDeal(planting: Planting, fixed: Readonly<Record<string, object>>): Promise<void> {
  const customerId = planting.planted.get('customer')?.at(-1)?.split('/').at(-1);
  for (const end = Date.now() + 10_000; Date.now() < end; await sleep(100)) {
    await planting.plant(['opportunity'], { ...fixed, opportunity: { customerId } });
    if (planting.planted.has('opportunity')) return void planting.refused.delete('CreateOpportunity');
  }
}
