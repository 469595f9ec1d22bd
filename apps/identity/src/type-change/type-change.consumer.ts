import { Controller } from '@nestjs/common';
import type { TypeChangeStepDone } from '@kontor/contracts/gen/kontor/identity/v1/type_change_events';
import type { Transaction } from '@kontor/database/transaction';
import type { EventContext } from '@kontor/events/event-handler';
import { OnEvent } from '@kontor/events/on-event';
import { CustomFieldRow } from '../custom-field/custom-field.entity.js';
import { owningServices } from '../custom-field/owning-services.js';
import { rulesUsing, tellField } from '../custom-field/tell-field.js';
import { keptFor, nextState } from './rules/next-state.js';
import { shapeOf } from './rules/shape.js';
import { tellChange } from './tell-change.js';
import { TypeChangeRow } from './type-change.entity.js';

/**
 * Leads changes of type from state to state as the service that owns the object has done the work of each: it has the new
 * type from the moment that no record has a value of the former one. What is told twice changes nothing.
 */
@Controller()
export class TypeChangeConsumer {
  @OnEvent('kontor.identity.v1.TypeChangeStepDone', { from: owningServices })
  async done({ typeChangeId, state, figures }: TypeChangeStepDone, { tx }: EventContext): Promise<void> {
    const known = await tx.find(TypeChangeRow, typeChangeId);
    if (!known) return;
    const field = await tx.getForUpdate(CustomFieldRow, known.fieldId);
    const before = await tx.getForUpdate(TypeChangeRow, typeChangeId);
    if (before.state !== state) return;
    const usedBy = await rulesUsing(tx, field);
    const next = nextState({ state, unfit: Number(figures?.unfit ?? 0), usedBy });
    await changeField(tx, field, before, next.state);
    const over = next.state === 'done';
    const after = tx.update(TypeChangeRow, before, {
      ...next,
      usedBy,
      ...(figures && { figures }),
      ...(over && { undoUntil: new Date(Date.parse(tx.now) + keptFor).toISOString() }),
    });
    if (next.state !== 'checked') tellChange(tx, after);
  }
}

/** What a state means for the field: the new type while values are put back, and open again at the end. */
async function changeField(
  tx: Transaction,
  field: CustomFieldRow,
  { to, personId }: TypeChangeRow,
  state: TypeChangeRow['state'],
): Promise<void> {
  // The last change was one of another type: undoing it is undoing this.
  if (state === 'filling')
    await tellField(tx, tx.update(CustomFieldRow, field, { ...shapeOf(to), previous: undefined }), personId);
  if (state === 'done' || state === 'refused')
    await tellField(tx, tx.update(CustomFieldRow, field, { changing: false }), personId);
}
