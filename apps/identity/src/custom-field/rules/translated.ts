import type { CustomOption, Translated } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import type { FormSection } from '@kontor/contracts/gen/kontor/identity/v1/form';
import type { FieldViolation } from '@kontor/errors/app-error';

/** A text in every language: where one is missing, the first there is of English, Russian and Chinese. */
export function completed({ zh, ru, en }: Translated): Translated {
  const any = [en, ru, zh].find((text) => text.trim() !== '') ?? '';
  const or = (text: string) => (text.trim() === '' ? any : text);
  return { zh: or(zh), ru: or(ru), en: or(en) };
}

/** Options with labels in every language. */
export function withLabels<E extends CustomOption | FormSection>(entries: readonly E[]): E[] {
  return entries.map((entry) => (entry.label ? { ...entry, label: completed(entry.label) } : entry));
}

/** Whether a text is there in no language. */
export function saysNothing(text: Translated | undefined): boolean {
  return !text || [text.zh, text.ru, text.en].every((one) => one.trim() === '');
}

/** The fault of a text that is there in no language: one is needed, the others fall back to it. */
export function translatedFaults(place: string, text: Translated | undefined): FieldViolation[] {
  return saysNothing(text) ? [{ field: place, reason: 'translated-empty' }] : [];
}
