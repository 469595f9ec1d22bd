import type { FormField, FormSection } from '@kontor/contracts/gen/kontor/identity/v1/form';
import { together } from '@kontor/custom-fields/rules/form-requirements';
import type { FieldRight } from '@kontor/contracts/gen/kontor/identity/v1/role';

/** A field that somebody could be shown. */
export interface ShownField {
  name: string;
  /** Only the service sets it, or it is retired: it is looked at. */
  readOnly: boolean;
  right: FieldRight;
  /** Stages at which the field itself asks for a value, whatever forms do; and whether it may be unknown. */
  requiredStages?: readonly string[];
  unknownAllowed?: boolean;
}

/**
 * The form that somebody sees, of the published forms of the roles held. As rights add up, so do forms: a field is hidden,
 * read only or required only where every form that has it says so, and stands where the first form puts it; what a custom
 * field asks for itself is asked for in every form. Without a form every field stands in one section. No form shows what
 * rights hide or lets change what they do not.
 */
export function myForm(
  forms: readonly (readonly FormSection[])[],
  fields: readonly ShownField[],
): FormSection[] {
  const known = new Map(fields.map((field) => [field.name, field]));
  const sections = forms.length > 0 ? merged(forms) : [everything(fields)];
  return sections
    .map((section) => ({
      ...section,
      fields: section.fields.flatMap((field) => narrowed(field, known.get(field.field))),
    }))
    .filter((section) => section.fields.length > 0);
}

function everything(fields: readonly ShownField[]): FormSection {
  const plain = fields.filter(({ readOnly }) => !readOnly);
  const usual = { hidden: false, readOnly: false, unknownAllowed: false };
  return {
    key: 'all',
    label: { zh: '全部', ru: 'Все поля', en: 'All fields' },
    fields: plain.map(({ name }) => ({ field: name, ...usual, requiredStages: [] })),
  };
}

function narrowed(field: FormField, known: ShownField | undefined): FormField[] {
  if (!known || field.hidden || known.right === 'none') return [];
  const readOnly = field.readOnly || known.readOnly || known.right !== 'write';
  const requiredStages = [...new Set([...field.requiredStages, ...(known.requiredStages ?? [])])];
  const unknownAllowed = field.unknownAllowed || (known.unknownAllowed ?? false);
  return [{ ...field, readOnly, unknownAllowed, requiredStages: readOnly ? [] : requiredStages }];
}

function merged(forms: readonly (readonly FormSection[])[]): FormSection[] {
  const all = forms.map(
    (sections) => new Map(sections.flatMap((one) => one.fields.map((f) => [f.field, f]))),
  );
  const placed = new Set<string>();
  const sections: FormSection[] = [];
  for (const section of forms.flat()) {
    const fresh = section.fields.filter(({ field }) => !placed.has(field));
    for (const { field } of fresh) placed.add(field);
    const fields = fresh.map((field) =>
      together(
        field,
        all.flatMap((form) => form.get(field.field) ?? []),
      ),
    );
    const same = sections.find(({ key }) => key === section.key);
    if (same) same.fields.push(...fields);
    else sections.push({ ...section, fields });
  }
  return sections;
}
