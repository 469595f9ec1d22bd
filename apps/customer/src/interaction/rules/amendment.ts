import type { Amendment, Interaction } from '@kontor/contracts/gen/kontor/customer/v1/customer';

/** Who wrote a talk may still correct it freely for this long, in milliseconds: 24 hours (F19). */
const editWindow = 24 * 60 * 60 * 1000;

/** The fields whose earlier values an amendment keeps; those of custom fields stand in the audit. */
const kept = [
  ...(['content', 'outcome', 'contactId', 'manner', 'direction', 'talkTime', 'nextAction'] as const),
  ...(['nextContactTime', 'nextContactTimeZone', 'remindMinutesBefore', 'customerStatus'] as const),
  ...(['outcomeTemplateId', 'customerSegment', 'quote'] as const),
];

/** What of a talk may be amended. */
export type AmendedTalk = Pick<Interaction, (typeof kept)[number] | 'custom'>;

interface KnownTalk extends AmendedTalk {
  createTime: string;
  /** Who wrote what it says. */
  writerId: string;
  amendments: readonly Amendment[];
}

/**
 * The amendments of a talk after it changes: within the window its writer simply replaces what it says; later, and where
 * somebody else does, what was changed is kept as it was, so that nothing is rewritten unseen.
 */
export function amendmentsAfter(
  before: KnownTalk,
  after: AmendedTalk,
  personId: string,
  now: string,
): Amendment[] {
  const fields: string[] = kept.filter((field) => valueOf(before, field) !== valueOf(after, field));
  if (JSON.stringify(before.custom) !== JSON.stringify(after.custom)) fields.push('custom');
  const free = personId === before.writerId && Date.parse(now) - Date.parse(before.createTime) <= editWindow;
  if (free || fields.length === 0) return [...before.amendments];
  const values = kept.filter((field) => fields.includes(field) && before[field] !== undefined);
  return [
    ...before.amendments,
    {
      remindMinutesBefore: [],
      ...Object.fromEntries(values.map((field) => [field, before[field]])),
      content: before.content,
      outcome: before.outcome,
      fields,
      personId,
      time: now,
    },
  ];
}

/** A text by which values are compared: a time is the same however it is written, and what is empty is absent. */
function valueOf(talk: AmendedTalk, field: (typeof kept)[number]): string {
  const value = talk[field] ?? '';
  if (field === 'talkTime' && value !== '') return String(Date.parse(value as string));
  return JSON.stringify(value);
}
