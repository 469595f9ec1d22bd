import type { FormField, FormSection } from '@kontor/contracts/gen/kontor/identity/v1/form';

/** A published form, as services copy it. */
export interface PublishedForm {
  id: string;
  object: string;
  /** Role whose holders it is for; empty for everybody without a form of a role. */
  role: string;
  sections: readonly FormSection[];
}

/** What forms ask of one field. */
export interface Requirement {
  /** Stages at which a value is asked for. */
  stages: readonly string[];
  /** The value may be said to be unknown. */
  unknownAllowed: boolean;
}

/** The forms of an object that hold for who has these roles: those of the roles, else the one for everybody. */
export function formsFor(
  forms: readonly PublishedForm[],
  object: string,
  roles: readonly string[],
): PublishedForm[] {
  const published = forms.filter((form) => form.object === object && form.sections.length > 0);
  const own = published.filter(({ role }) => role !== '' && roles.includes(role));
  return own.length > 0 ? own : published.filter(({ role }) => role === '');
}

/**
 * One field of several forms together. As rights add up, so do forms: it is hidden, read only or required only where every
 * form that has it says so, and may be unknown where one of them lets it.
 */
export function together(first: FormField, ways: readonly FormField[]): FormField {
  return {
    ...first,
    hidden: ways.every(({ hidden }) => hidden),
    readOnly: ways.every(({ readOnly }) => readOnly),
    requiredStages: first.requiredStages.filter((stage) =>
      ways.every(({ requiredStages }) => requiredStages.includes(stage)),
    ),
    unknownAllowed: ways.some(({ unknownAllowed }) => unknownAllowed),
  };
}

/** What forms together ask of whoever fills them in, by field; nobody is asked for what a form does not let fill in. */
export function requirementsOf(forms: readonly PublishedForm[]): ReadonlyMap<string, Requirement> {
  const fields = forms.flatMap(({ sections }) => sections.flatMap((section) => section.fields));
  const byName = Map.groupBy(fields, ({ field }) => field);
  return new Map(
    [...byName].flatMap(([name, ways]): [string, Requirement][] => {
      const [first] = ways;
      if (!first) return [];
      const { hidden, readOnly, requiredStages, unknownAllowed } = together(first, ways);
      if (hidden || readOnly || requiredStages.length === 0) return [];
      return [[name, { stages: requiredStages, unknownAllowed }]];
    }),
  );
}
