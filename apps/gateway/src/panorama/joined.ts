import type { Part } from './parallel-calls.js';
import { sectionNames } from './sections.js';

/** What a service answers of its part of a panorama: message Panorama of each. */
interface ServicePanorama {
  /** By name; what is not shown is absent. */
  sections?: Record<string, object>;
  missing?: readonly Missing[];
}

interface Missing {
  name: string;
  state: JoinedSection['state'];
  reason: string;
}

/** A section as people see it: with what its own call answers, or why it is not shown. */
export type JoinedSection = Record<string, unknown> & {
  state: Part['state'];
  reason?: string;
};

/** The sections of one service as people see them; all of them with the same mark where the service did not answer. */
export function joinedSections({ path, state, body, error }: Part): Record<string, JoinedSection> {
  const names = sectionNames(path);
  if (body !== undefined) return sectionsOf(names, JSON.parse(body) as ServicePanorama);
  const reason = error?.reason ?? 'unavailable';
  return Object.fromEntries(names.map((name) => [name, { state, reason }]));
}

/** Sections in the order of `names`; one that is neither shown nor missing is unavailable, never just absent. */
function sectionsOf(
  names: readonly string[],
  { sections = {}, missing = [] }: ServicePanorama,
): Record<string, JoinedSection> {
  const why = new Map(missing.map(({ name, state, reason }) => [name, { state, reason }]));
  return Object.fromEntries(
    names.map((name): [string, JoinedSection] => {
      const answer = sections[name];
      if (answer) return [name, { state: 'shown', ...answer }];
      return [name, why.get(name) ?? { state: 'unavailable', reason: 'unavailable' }];
    }),
  );
}
