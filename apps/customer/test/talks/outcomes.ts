import type { OutcomeTemplate } from '@kontor/contracts/gen/kontor/customer/v1/outcome_template';
import type { CountOutcomesResponse } from '@kontor/contracts/gen/kontor/customer/v1/outcome_template_service';
import { type TestPerson } from '@kontor/testing/service';
import { admin, anna, ask, boris, boss, create, log } from './scene.js';

describe('ready outcomes', () => {
  const template = (facts: Partial<OutcomeTemplate> = {}) =>
    ask<OutcomeTemplate>(admin, 'OutcomeTemplateService/CreateOutcomeTemplate', {
      outcomeTemplate: { manner: 'call', labelZhCn: '忙', labelRu: 'Занято', labelEn: 'Busy', ...facts },
    });

  it('are ticked in a talk, which reads in words, and are counted for those who see the talks', async () => {
    const { id } = await template();
    const customer = await create(anna);
    const talk = await log(anna, customer.id, { outcomeTemplateId: id });
    expect(talk).toMatchObject({ outcomeTemplateId: id, outcome: 'Busy' });
    const count = async (person: TestPerson) =>
      (await ask<CountOutcomesResponse>(person, 'OutcomeTemplateService/CountOutcomes')).counts.filter(
        (one) => one.outcomeTemplateId === id,
      );
    expect(await count(boss)).toEqual([{ outcomeTemplateId: id, manner: 'call', count: 1 }]);
    expect(await count(boris)).toEqual([]);
  });

  it('are refused for another manner, once retired, and where there is none', async () => {
    const { id } = await template();
    const customer = await create(anna);
    const refusal = (reason: string) => ({ fields: [{ field: 'outcomeTemplateId', reason }] });
    await expect(log(anna, customer.id, { manner: 'visit', outcomeTemplateId: id })).rejects.toMatchObject(
      refusal('outcome-template-manner'),
    );
    await ask(admin, 'OutcomeTemplateService/UpdateOutcomeTemplate', {
      id,
      outcomeTemplate: { retired: true },
      updateMask: ['retired'],
    });
    await expect(log(anna, customer.id, { outcomeTemplateId: id })).rejects.toMatchObject(
      refusal('outcome-template-retired'),
    );
    await expect(log(anna, customer.id, { outcomeTemplateId: customer.id })).rejects.toMatchObject(
      refusal('outcome-template-unknown'),
    );
  });

  it('are kept by administrators only', async () => {
    await expect(
      ask(boss, 'OutcomeTemplateService/CreateOutcomeTemplate', {
        outcomeTemplate: { labelZhCn: '忙', labelRu: 'Занято', labelEn: 'Busy' },
      }),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });
});
