import type { Transaction } from '@kontor/database/transaction';
import { refusedField } from '@kontor/errors/app-error';
import type { Interaction } from '../interaction/interaction.entity.js';
import { OutcomeTemplate } from './outcome-template.entity.js';
import { outcomeFault, outcomeLabel } from './rules/outcome-choice.js';

/**
 * The outcome of a talk in words: as typed, else those of the ready outcome that it ticks, in its author's language.
 * Throws `invalid` for a ready outcome that is unknown, retired, or for another manner.
 */
export async function tickedOutcome(
  tx: Transaction,
  { outcomeTemplateId, manner }: Pick<Interaction, 'outcomeTemplateId' | 'manner'>,
  typed: string,
): Promise<string> {
  if (!outcomeTemplateId) return typed;
  const template = await tx.find(OutcomeTemplate, outcomeTemplateId);
  const reason = outcomeFault(template, manner);
  if (reason || !template) {
    throw refusedField('outcomeTemplateId', reason ?? 'outcome-template-unknown');
  }
  return typed || outcomeLabel(template, tx.call.language);
}
