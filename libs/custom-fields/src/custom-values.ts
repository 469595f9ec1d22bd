import type { DataSource } from 'typeorm';
import { rightsOf } from '@kontor/access/permissions';
import type { CustomField } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import type { EntityClass } from '@kontor/database/guarded';
import type { Transaction } from '@kontor/database/transaction';
import { AppError, checkFaults, type FieldViolation } from '@kontor/errors/app-error';
import { entityOfObject } from './custom-table.js';
import type { CustomFields } from './custom-fields.js';
import { customChanges, customPath, type CustomChanges, type CustomValues } from './rules/custom-changes.js';
import { isFilled, standardFaults } from './rules/standard-requirements.js';
import type { Requirement } from './rules/form-requirements.js';
import { writableCustom, writableField } from './writable.js';

/** What a caller wants of the custom values of a record. */
export interface CustomWrite {
  /** Name of the object, such as customer. */
  object: string;
  /** New values by key, null clears; undefined or null itself clears all that the caller may write. */
  given: Readonly<Record<string, unknown>> | null | undefined;
  /** What the record has; undefined for one that is made. */
  before?: CustomValues | undefined;
  /** Whether the record is made by this. */
  made: boolean;
  /** Stage in which the record will be, where its object has stages. */
  stage?: string | undefined;
  /** Whether the record enters that stage with this change. */
  entersStage?: boolean;
  /** What forms ask, by field. */
  requirements?: ReadonlyMap<string, Requirement>;
  /** What is wrong with fields of the contract, told together with what is wrong with custom ones. */
  otherFaults?: readonly FieldViolation[];
}

/** What of a record custom values hang on. */
export interface CustomRecord {
  custom?: CustomValues | undefined;
  /** Where it stands, by the one name or the other. */
  status?: string | undefined;
  stage?: string | undefined;
  /** Fields of the contract that are said to be unknown, where the object keeps that. */
  unknownFields?: readonly string[] | undefined;
}

/** Checks what is written into custom fields; rights on single fields were checked where the request came in. */
export class CustomValueWriter {
  constructor(
    private readonly fields: CustomFields,
    private readonly dataSource: DataSource,
  ) {}

  /**
   * The custom values as they will stand; undefined for none. Throws invalid naming `custom.<key>` for every value at
   * fault. Where the object has no custom fields and none are given, it costs nothing; people and records are looked up
   * only where new values name some.
   */
  async write(tx: Transaction, wanted: CustomWrite): Promise<CustomValues | undefined> {
    const { object, before } = wanted;
    const fields = this.fields.of(object);
    const mayWrite = writableCustom(rightsOf(tx.call.caller), object);
    const given = wanted.given ?? (wanted.made ? {} : cleared(before, mayWrite));
    const { otherFaults = [] } = wanted;
    if (fields.length === 0 && Object.keys(given).length === 0 && otherFaults.length === 0) return before;
    const changes = customChanges(asked(fields, wanted.requirements), {
      given,
      before: wanted.made ? undefined : (before ?? {}),
      stage: wanted.stage,
      entersStage: wanted.made || (wanted.entersStage ?? false),
      mayWrite,
    });
    const faults = [...otherFaults, ...changes.faults, ...(await this.unknownOnes(tx, changes))];
    checkFaults(faults);
    return Object.keys(changes.values).length > 0 ? changes.values : undefined;
  }

  /**
   * Checks the custom values of a record that another service will make for this caller, and what forms ask of it, by this
   * service's copy of the fields. Whether records are there that the values name is for the other service to say. Throws
   * as `make` does, and forbidden field-not-writable for a value that the caller may not write.
   */
  async checkElsewhere(tx: Transaction, object: string, record: CustomRecord): Promise<void> {
    const stage = stageOf(record);
    const requirements = this.requirements(tx, object);
    const rights = rightsOf(tx.call.caller);
    const mayWrite = writableCustom(rights, object);
    const given = record.custom ?? {};
    const locked = Object.keys(given).find((key) => !mayWrite(key));
    if (locked !== undefined)
      throw new AppError('forbidden', 'field-not-writable', { params: { field: customPath(locked) } });
    const otherFaults = standardFaults(requirements, {
      after: record as Readonly<Record<string, unknown>>,
      named: new Set(Object.keys(record)),
      unknown: record.unknownFields ?? [],
      unknownBefore: [],
      stage,
      entersStage: true,
      mayWrite: writableField(rights, object),
    });
    const wanted = { given, stage, entersStage: true, mayWrite };
    const changes = customChanges(asked(this.fields.of(object), requirements), wanted);
    const faults = [
      ...otherFaults,
      ...changes.faults,
      ...(await this.unknownOnes(tx, { ...changes, references: [] })),
    ];
    checkFaults(faults);
  }

  /** The custom values of a record that is made, from what was given of it; where it has no stage, its status is one. */
  async make(tx: Transaction, object: string, record: CustomRecord): Promise<CustomValues | undefined> {
    const stage = stageOf(record);
    const requirements = this.requirements(tx, object);
    const otherFaults = standardFaults(requirements, {
      after: record as Readonly<Record<string, unknown>>,
      named: new Set(Object.keys(record)),
      unknown: record.unknownFields ?? [],
      unknownBefore: [],
      stage,
      entersStage: true,
      mayWrite: writableField(rightsOf(tx.call.caller), object),
    });
    const custom = await this.write(tx, {
      ...{ object, given: record.custom, made: true, stage, requirements, otherFaults },
    });
    this.noteSaved(tx, object, { ...record, custom });
    return custom;
  }

  /**
   * Puts into `changes` how the custom values will stand, where the changes name `custom` or lead to a status that asks
   * for values; else it costs nothing.
   */
  async change(
    tx: Transaction,
    object: string,
    before: CustomRecord,
    changes: Partial<CustomRecord>,
  ): Promise<void> {
    const to = stageOf(changes);
    const entersStage = to !== undefined && to !== stageOf(before);
    const requirements = this.requirements(tx, object);
    if (!('custom' in changes) && !entersStage && requirements.size === 0 && !changes.unknownFields?.length) {
      this.noteSaved(tx, object, { ...before, ...changes });
      return;
    }
    const given = 'custom' in changes ? changes.custom : {};
    const stage = to ?? stageOf(before);
    const otherFaults = standardFaults(requirements, {
      after: { ...before, ...changes },
      named: new Set(Object.keys(changes)),
      unknown: changes.unknownFields ?? before.unknownFields ?? [],
      unknownBefore: before.unknownFields ?? [],
      stage,
      entersStage,
      mayWrite: writableField(rightsOf(tx.call.caller), object),
    });
    const after = await this.write(tx, {
      object,
      given,
      before: before.custom,
      made: false,
      stage,
      entersStage,
      requirements,
      otherFaults,
    });
    if ('custom' in changes || after !== before.custom) changes.custom = after;
    const known = before.unknownFields?.filter(
      (name) => !isFilled((changes as Record<string, unknown>)[name]),
    );
    if (!changes.unknownFields && known && known.length < (before.unknownFields?.length ?? 0))
      changes.unknownFields = known;
    this.noteSaved(tx, object, { ...before, ...changes });
  }

  private noteSaved(tx: Transaction, object: string, record: CustomRecord): void {
    const { kind, roles } = tx.call.caller;
    if (kind === 'person') this.fields.noteSaved(object, roles, record);
  }

  /** Those of the records of an object that the caller reaches; none where the service has no such records. */
  async reached(tx: Transaction, object: string, ids: readonly string[]): Promise<Set<string>> {
    const entity = ids.length > 0 ? this.entityOf(object) : undefined;
    const rows = entity ? await tx.select(entity, 'r.id = ANY ($1::uuid[])', [ids]) : [];
    return new Set(rows.map(({ id }) => id));
  }

  /** What forms ask of the caller; nothing of a service on its own account, which fills in no form. */
  private requirements(tx: Transaction, object: string): ReadonlyMap<string, Requirement> {
    const { kind, roles } = tx.call.caller;
    return kind === 'person' || roles.length > 0 ? this.fields.requirements(object, roles) : nothing;
  }

  private async unknownOnes(tx: Transaction, changes: CustomChanges): Promise<FieldViolation[]> {
    const { people, references } = changes;
    const faults: FieldViolation[] = [];
    if (people.size > 0) {
      const known = await tx.query<{ id: string }>(
        `SELECT id FROM person_copy WHERE id = ANY ($1::uuid[]) AND status <> 'left'`,
        [[...people.values()]],
      );
      const ids = new Set(known.map(({ id }) => id));
      for (const [field, id] of people) if (!ids.has(id)) faults.push({ field, reason: 'unknown-person' });
    }
    for (const { object, id, field } of references) {
      const entity = this.entityOf(object);
      if (!entity || !(await tx.find(entity, id))) faults.push({ field, reason: 'custom-record-unknown' });
    }
    return faults;
  }

  private entityOf(object: string): EntityClass<{ id: string }> | undefined {
    return entityOfObject(this.dataSource, object)?.target as EntityClass<{ id: string }> | undefined;
  }
}

const nothing: ReadonlyMap<string, Requirement> = new Map();

/** Custom fields with what forms ask of them besides what they ask themselves. */
function asked(
  fields: readonly CustomField[],
  requirements: ReadonlyMap<string, Requirement> = nothing,
): readonly CustomField[] {
  if (requirements.size === 0) return fields;
  return fields.map((field) => {
    const more = requirements.get(customPath(field.key));
    if (!more) return field;
    return {
      ...field,
      requiredStages: [...new Set([...field.requiredStages, ...more.stages])],
      unknownAllowed: field.unknownAllowed || more.unknownAllowed,
    };
  });
}

function stageOf({ stage, status }: Partial<CustomRecord>): string | undefined {
  return stage ?? status;
}

function cleared(before: CustomValues = {}, mayWrite: (key: string) => boolean): Record<string, null> {
  return Object.fromEntries(
    Object.keys(before)
      .filter(mayWrite)
      .map((key) => [key, null]),
  );
}
