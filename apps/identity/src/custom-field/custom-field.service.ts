import { Injectable } from '@nestjs/common';
import { rightsOf } from '@kontor/access/permissions';
import type { Call } from '@kontor/access/call';
import type { CustomField } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import type {
  CreateCustomFieldRequest,
  GetFieldQualityRequest,
  GetFieldQualityResponse,
  ListCustomFieldsRequest,
  ListCustomFieldVersionsResponse,
  ListCustomFieldsResponse,
  RestoreCustomFieldRequest,
  UndoCustomFieldRequest,
  UpdateCustomFieldRequest,
} from '@kontor/contracts/gen/kontor/identity/v1/custom_field_service';
import { expectEtag } from '@kontor/database/etag';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError, checkFaults } from '@kontor/errors/app-error';
import { queryFields } from '@kontor/query/fields';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import { IdentityConfig } from '../config.js';
import { CustomFieldRow, FieldQualityRow } from './custom-field.entity.js';
import { changeable, changesOf, undone, type FieldChanges } from './rules/field-changes.js';
import { fieldFaults, lossFaults } from './rules/field-faults.js';
import { rulesInWords } from './rules/rules-in-words.js';
import { FormUseRow } from '../form/form.entity.js';
import { versionOf, versionsOf } from '../version/definition-versions.js';
import { refuseChanging } from './refuse-changing.js';
import { asField, inAllLanguages, rulesUsing, shownField as shown, tellField } from './tell-field.js';

/** Fields that an object may have besides those of the contract. */
const mostFields = 200;

/** Fields that administrators add to objects. Whole states go to every service, which checks the values. */
@Injectable()
export class CustomFieldService {
  private readonly fields = queryFields(contract.fields('kontor.identity.v1.CustomField'), {
    object: { nullable: false },
    key: { nullable: false },
  });

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly config: IdentityConfig,
  ) {}

  async create({ field }: CreateCustomFieldRequest, call: Call): Promise<CustomField> {
    const whole = { ...(field as CustomField) };
    checkFaults(fieldFaults(whole));
    return this.unitOfWork.write(call, async (tx) => {
      // Two that are added at once count each other.
      await tx.query(`SELECT pg_advisory_xact_lock(hashtext('custom_field ' || $1))`, [whole.object]);
      const rows = await tx.select(CustomFieldRow, 'r.object = $1', [whole.object]);
      if (rows.some(({ key }) => key === whole.key))
        throw new AppError('conflict', 'custom-field-taken', {
          fields: [{ field: 'field.key', reason: 'custom-field-taken' }],
        });
      if (rows.length >= mostFields)
        throw new AppError('conflict', 'custom-field-limit', { params: { max: mostFields } });
      const { object, key, type, referenceObject } = whole;
      return tellField(
        tx,
        tx.insert(CustomFieldRow, {
          ...changesOf(whole),
          object,
          key,
          type,
          referenceObject,
          changing: false,
        } as CustomFieldRow),
      );
    });
  }

  get(id: string, call: Call): Promise<CustomField> {
    return this.unitOfWork.read(call, async (tx) => shown(await tx.get(CustomFieldRow, id)));
  }

  list(request: ListCustomFieldsRequest, call: Call): Promise<ListCustomFieldsResponse> {
    return this.unitOfWork.read(call, async (tx) => {
      const { rows, ...page } = await listRows(tx, CustomFieldRow, 'custom_field', request, {
        fields: this.fields,
        defaultOrder: 'object, position',
        method: call.method,
        secret: this.config.secret,
      });
      return { fields: rows.map(shown), ...page };
    });
  }

  async update(request: UpdateCustomFieldRequest, call: Call): Promise<CustomField> {
    const mask = request.updateMask ?? [];
    checkFaults(
      mask.flatMap((name) =>
        isChangeable(name) ? [] : [{ field: `field.${name}`, reason: 'read-only-field' }],
      ),
    );
    const given = changesOf({ ...emptyChanges, ...(request.field as CustomField) });
    const changes = Object.fromEntries(mask.map((name) => [name, given[name as keyof FieldChanges]]));
    return this.unitOfWork.write(call, async (tx) => {
      const before = await tx.getForUpdate(CustomFieldRow, request.id);
      expectEtag(before, request.etag);
      if (mask.length === 0) return shown(before);
      refuseChanging(before);
      const after = { ...asField(before), ...changes } as CustomField;
      checkFaults([...fieldFaults(after), ...lossFaults(asField(before), after)]);
      return this.change(tx, before, changesOf(after));
    });
  }

  undo({ id, etag }: UndoCustomFieldRequest, call: Call): Promise<CustomField> {
    return this.unitOfWork.write(call, async (tx) => {
      const before = await tx.getForUpdate(CustomFieldRow, id);
      expectEtag(before, etag);
      refuseChanging(before);
      if (!before.previous) throw new AppError('conflict', 'nothing-to-undo');
      return this.change(tx, before, undone(changesOf(asField(before)), before.previous));
    });
  }

  versions(id: string, call: Call): Promise<ListCustomFieldVersionsResponse> {
    return this.unitOfWork.read(call, async (tx) => {
      const field = shown(await tx.get(CustomFieldRow, id));
      const versions = await versionsOf<KeptField>(tx, id);
      return {
        versions: versions.map(({ document, ...version }) => ({
          ...version,
          // What a version did not have is none.
          field: inAllLanguages({ ...field, help: undefined, ...document }),
        })),
      };
    });
  }

  /** Puts a field back as it once stood, in everything but its type. */
  restore({ id, version, etag }: RestoreCustomFieldRequest, call: Call): Promise<CustomField> {
    return this.unitOfWork.write(call, async (tx) => {
      const before = await tx.getForUpdate(CustomFieldRow, id);
      expectEtag(before, etag);
      refuseChanging(before);
      const { type, ...document } = await versionOf<KeptField>(tx, id, version);
      if (type !== before.type) throw new AppError('conflict', 'version-other-type');
      const field = asField(before);
      // What a version did not have is none.
      const after = { ...field, help: undefined, ...undone(changesOf(field), document) };
      checkFaults(fieldFaults(after));
      return this.change(tx, before, changesOf(after));
    });
  }

  quality({ object }: GetFieldQualityRequest, call: Call): Promise<GetFieldQualityResponse> {
    const rights = rightsOf(call.caller);
    return this.unitOfWork.read(call, async (tx) => {
      const counted = await tx.select(
        FieldQualityRow,
        `$1::text = '' OR r.object = $1`,
        [object ?? ''],
        'ORDER BY r.object, r.field',
      );
      // Who may not see a field learns nothing of its values.
      const isSeen = (one: { object: string; field: string }) =>
        ['read', 'write'].includes(rights.field(one.object, one.field));
      const uses = await tx.select(
        FormUseRow,
        `($1::text = '' OR r.object = $1) AND r.day > current_date - 31`,
        [object ?? ''],
        'ORDER BY r.day DESC, r.form_id, r.field LIMIT 10000',
      );
      return { fields: counted.filter(isSeen), uses: uses.filter(isSeen) };
    });
  }

  private async change(tx: Transaction, before: CustomFieldRow, changes: FieldChanges): Promise<CustomField> {
    if (changes.retired && !before.retired) await refuseUsed(tx, before);
    const previous = changesOf(asField(before));
    return tellField(
      tx,
      tx.update(CustomFieldRow, before, { ...changes, previous } as Partial<CustomFieldRow>),
    );
  }
}

const emptyChanges = {
  options: [],
  requiredStages: [],
  unknownAllowed: false,
  minimum: '',
  maximum: '',
  defaultValue: '',
  position: 0,
  searchable: false,
  retired: false,
};

/** What is kept of a field at each version. */
type KeptField = FieldChanges & Pick<CustomField, 'type'>;

/** Throws conflict custom-field-used, naming the rules that ask by a field. */
async function refuseUsed(tx: Transaction, field: CustomFieldRow): Promise<void> {
  const using = await rulesUsing(tx, field);
  if (using.length === 0) return;
  const params = { rules: rulesInWords(using, tx.call.language).join(', ') };
  throw new AppError('conflict', 'custom-field-used', {
    params,
    fields: [{ field: 'field.retired', reason: 'custom-field-used', params }],
  });
}

function isChangeable(name: string): boolean {
  return (changeable as readonly string[]).includes(name);
}
