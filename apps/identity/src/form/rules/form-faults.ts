import type { Form } from '@kontor/contracts/gen/kontor/identity/v1/form';
import { always } from '@kontor/custom-fields/rules/custom-changes';
import type { FieldViolation } from '@kontor/errors/app-error';
import { contract } from '@kontor/schema/contract';
import { stagesOf } from '../../custom-field/rules/field-faults.js';
import { translatedFaults } from '../../custom-field/rules/translated.js';

/** What there is to put into a form. */
export interface FormMaterial {
  roles: ReadonlySet<string>;
  /** Every custom field, as customer.custom.industry. */
  customFields: ReadonlySet<string>;
}

/** What makes no sense in a form, each fault at its place in `form`. */
export function formFaults(
  { object, role, draft }: Pick<Form, 'object' | 'role' | 'draft'>,
  { roles, customFields }: FormMaterial,
): FieldViolation[] {
  const known = contract.object(object);
  if (!known) return [fault('object', 'unknown-object', object)];
  const faults: FieldViolation[] =
    role !== '' && !roles.has(role) ? [{ ...fault('role', 'unknown-role'), params: { role } }] : [];
  const standard = contract.fields(known.message);
  const fields = new Set(standard.map(({ name }) => name));
  const ofService = new Set(standard.filter(({ rules }) => rules.outputOnly).map(({ name }) => name));
  const stages = [always, ...stagesOf(object)];
  const seen = new Set<string>();
  draft.forEach((section, i) => {
    if (draft.findIndex(({ key }) => key === section.key) < i)
      faults.push(fault(`draft[${i}].key`, 'entry-twice', section.key));
    faults.push(...translatedFaults(`form.draft[${i}].label`, section.label));
    section.fields.forEach(({ field, requiredStages }, k) => {
      const place = `draft[${i}].fields[${k}]`;
      if (!fields.has(field) && !customFields.has(`${object}.${field}`))
        faults.push(fault(`${place}.field`, 'unknown-field', field));
      else if (seen.has(field)) faults.push(fault(`${place}.field`, 'form-field-twice', field));
      seen.add(field);
      // Nobody could fill it in, so no record could be made or get on.
      if (requiredStages.length > 0 && ofService.has(field))
        faults.push(fault(`${place}.requiredStages`, 'form-field-of-service', field));
      requiredStages.forEach((stage, n) => {
        if (!stages.includes(stage))
          faults.push(fault(`${place}.requiredStages[${n}]`, 'unknown-stage', stage));
      });
    });
  });
  return faults;
}

function fault(place: string, reason: string, entry = ''): FieldViolation {
  return { field: `form.${place}`, reason, params: { entry } };
}
