import { Injectable } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import type { TypeChange } from '@kontor/contracts/gen/kontor/identity/v1/type_change';
import type {
  CancelTypeChangeRequest,
  CreateTypeChangeRequest,
  ListTypeChangesRequest,
  ListTypeChangesResponse,
  RunTypeChangeRequest,
  UndoTypeChangeRequest,
} from '@kontor/contracts/gen/kontor/identity/v1/type_change_service';
import { expectEtag } from '@kontor/database/etag';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError, checkFaults } from '@kontor/errors/app-error';
import { queryFields } from '@kontor/query/fields';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import { IdentityConfig } from '../config.js';
import { CustomFieldRow } from '../custom-field/custom-field.entity.js';
import { refuseChanging } from '../custom-field/refuse-changing.js';
import { rulesInWords } from '../custom-field/rules/rules-in-words.js';
import { asField, rulesUsing, tellField } from '../custom-field/tell-field.js';
import { changeFaults, shapeFaults, shapeOf, withShape } from './rules/shape.js';
import { shownChange, tellChange } from './tell-change.js';
import { TypeChangeRow } from './type-change.entity.js';

/** States in which no value was touched. */
const cancellable: ReadonlySet<string> = new Set(['checking', 'checked', 'closing']);

/** Changes of the type of custom fields: checked, run, taken back. The service that owns the object does the work. */
@Injectable()
export class TypeChangeService {
  private readonly fields = queryFields(contract.fields('kontor.identity.v1.TypeChange'), {
    object: { nullable: false },
    key: { nullable: false },
    fieldId: { nullable: false },
    state: { nullable: false },
  });

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly config: IdentityConfig,
  ) {}

  create({ fieldId, typeChange }: CreateTypeChangeRequest, call: Call): Promise<TypeChange> {
    const { to, mappings = [], otherwise, currency = '', language = '' } = typeChange as TypeChange;
    return this.unitOfWork.write(call, async (tx) => {
      const field = await tx.get(CustomFieldRow, fieldId);
      const asked = { to, mappings, otherwise, currency, language: language || call.language };
      checkFaults(changeFaults(asField(field), asked));
      return this.begin(tx, field, asked);
    });
  }

  get(id: string, call: Call): Promise<TypeChange> {
    return this.unitOfWork.read(call, async (tx) => shownChange(tx, await tx.get(TypeChangeRow, id)));
  }

  list(request: ListTypeChangesRequest, call: Call): Promise<ListTypeChangesResponse> {
    return this.unitOfWork.read(call, async (tx) => {
      const { rows, ...page } = await listRows(tx, TypeChangeRow, 'field_type_change', request, {
        fields: this.fields,
        defaultOrder: 'createTime desc',
        method: call.method,
        secret: this.config.secret,
      });
      const typeChanges: TypeChange[] = [];
      for (const row of rows) typeChanges.push(await shownChange(tx, row));
      return { typeChanges, ...page };
    });
  }

  run({ id, etag }: RunTypeChangeRequest, call: Call): Promise<TypeChange> {
    return this.unitOfWork.write(call, async (tx) => {
      // The field first, then the change: the order in which the consumer locks them.
      const { fieldId } = await tx.get(TypeChangeRow, id);
      const field = await tx.getForUpdate(CustomFieldRow, fieldId);
      const before = await tx.getForUpdate(TypeChangeRow, id);
      expectEtag(before, etag);
      if (before.state !== 'checked') throw new AppError('conflict', 'type-change-unchecked');
      refuseChanging(field);
      if (field.version !== before.fieldVersion) throw new AppError('conflict', 'custom-field-changed');
      checkFaults(shapeFaults(withShape(asField(field), before.to)));
      const unfit = Number(before.figures.unfit ?? 0);
      if (unfit > 0) throw new AppError('conflict', 'type-change-unfit', { params: { count: unfit } });
      const usedBy = await rulesUsing(tx, field);
      if (usedBy.length > 0) {
        const rules = rulesInWords(usedBy, tx.call.language).join(', ');
        throw new AppError('conflict', 'custom-type-used', { params: { rules } });
      }
      await tellField(tx, tx.update(CustomFieldRow, field, { changing: true }));
      const after = tx.update(TypeChangeRow, before, { state: 'closing', usedBy });
      tellChange(tx, after);
      const { object, key, undoOf } = after;
      tx.audit({
        action: 'change-type',
        object: 'custom_field',
        objectId: fieldId,
        version: field.version + 1,
        changes: {
          typeChangeId: id,
          object,
          key,
          type: [after.from.type, after.to.type],
          ...(undoOf && { undoOf }),
        },
      });
      return shownChange(tx, after);
    });
  }

  undo({ id, etag, otherwise }: UndoTypeChangeRequest, call: Call): Promise<TypeChange> {
    return this.unitOfWork.write(call, async (tx) => {
      const done = await tx.get(TypeChangeRow, id);
      const field = await tx.getForUpdate(CustomFieldRow, done.fieldId);
      expectEtag(done, etag);
      refuseChanging(field);
      const [last] = await tx.select(
        TypeChangeRow,
        `r.field_id = $1 AND r.state = 'done'`,
        [field.id],
        'ORDER BY r.update_time DESC, r.id DESC LIMIT 1',
      );
      if (last?.id !== id || Date.parse(done.undoUntil ?? '') < Date.parse(tx.now))
        throw new AppError('conflict', 'type-change-over');
      const { from: to, currency, language } = done;
      return this.begin(tx, field, { to, mappings: [], otherwise, currency, language, undoOf: id });
    });
  }

  /** Ends a change that has changed nothing yet, and opens its field again. */
  cancel({ id, etag }: CancelTypeChangeRequest, call: Call): Promise<TypeChange> {
    return this.unitOfWork.write(call, async (tx) => {
      const { fieldId } = await tx.get(TypeChangeRow, id);
      const field = await tx.getForUpdate(CustomFieldRow, fieldId);
      const before = await tx.getForUpdate(TypeChangeRow, id);
      expectEtag(before, etag);
      if (!cancellable.has(before.state)) throw new AppError('conflict', 'type-change-under-way');
      if (before.state === 'closing')
        await tellField(tx, tx.update(CustomFieldRow, field, { changing: false }));
      const after = tx.update(TypeChangeRow, before, { state: 'refused', refusedReason: 'cancelled' });
      tellChange(tx, after);
      return shownChange(tx, after);
    });
  }

  private async begin(
    tx: Transaction,
    field: CustomFieldRow,
    asked: Pick<TypeChange, 'to' | 'mappings' | 'otherwise' | 'currency' | 'language' | 'undoOf'>,
  ): Promise<TypeChange> {
    refuseChanging(field);
    const { to = shapeOf(field), otherwise = 'refuse', ...others } = asked;
    const row = tx.insert(TypeChangeRow, {
      ...others,
      ...{ to: shapeOf(to), otherwise, from: shapeOf(field) },
      ...{ fieldId: field.id, fieldVersion: field.version, object: field.object, key: field.key },
      ...{ state: 'checking', figures: {}, usedBy: await rulesUsing(tx, field), refusedReason: '' },
      personId: tx.call.caller.personId,
    });
    tellChange(tx, row);
    return shownChange(tx, row);
  }
}
