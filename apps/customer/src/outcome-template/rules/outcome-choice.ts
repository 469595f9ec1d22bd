import type { InteractionManner } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { Language } from '@kontor/errors/languages';

/** What the rules ask of a ready outcome. */
export interface ReadyOutcome {
  manner?: InteractionManner | undefined;
  labelZhCn: string;
  labelRu: string;
  labelEn: string;
  retired: boolean;
}

/** Why a talk of this manner may not tick the outcome; undefined where it may. What it had ticked before it keeps. */
export function outcomeFault(
  outcome: ReadyOutcome | undefined,
  manner: InteractionManner,
): 'outcome-template-unknown' | 'outcome-template-retired' | 'outcome-template-manner' | undefined {
  if (!outcome) return 'outcome-template-unknown';
  if (outcome.retired) return 'outcome-template-retired';
  if (outcome.manner && outcome.manner !== manner) return 'outcome-template-manner';
  return undefined;
}

/** The words of a ready outcome in a language. */
export function outcomeLabel(outcome: ReadyOutcome, language: Language): string {
  return { 'zh-CN': outcome.labelZhCn, ru: outcome.labelRu, en: outcome.labelEn }[language];
}
