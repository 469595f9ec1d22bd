import { Inject, Injectable } from '@nestjs/common';
import type { MissingSection } from '@kontor/contracts/gen/kontor/panorama/v1/panorama';
import type { Call } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError } from '@kontor/errors/app-error';
import { countRows, rowsField } from '@kontor/rpc/list-reads';
import { refusedCall } from '@kontor/rpc/refused-call';
import { contract } from '@kontor/schema/contract';
import type { Logger } from '@kontor/telemetry/logger';
import { AuditParts } from './audit-parts.js';
import { LOGGER } from './kontor.module.js';
import { checkSectionRights } from './section-rights.js';

/** Rows of a section; the call of the section itself gives the rest. */
export const sectionRows = 20;

/**
 * How long a statement of a section may take, in milliseconds. A section that is cut off is asked once more by itself, so
 * that the slowest answer takes twice as long; the gateway waits longer than that.
 */
const statementLimit = 600;

/** What a section is asked. */
export interface SectionAsked<R> {
  /** Of which record. */
  id: string;
  /** The call whose answer the section is: page tokens are of that call. */
  method: string;
  /** The record, on its way: to be waited for after the section's own statement was sent. */
  record: Promise<R>;
}

/** A part of an answer that is put together of several: what another call would answer, first page. */
export interface Section<R> {
  /** Its field in the answer's sections. */
  name: string;
  /** Contract path of that call: its permission, its rights on fields and its share of mass reading hold here too. */
  path: string;
  /** Reads it. The statement is sent before anything is waited for, and there is no other behind it. */
  read(tx: Transaction, asked: SectionAsked<R>): Promise<object>;
}

/** Sections that were read: those that are shown by name, and of the others why they are not. */
export interface ReadSections<R> {
  record: R;
  sections: Record<string, object>;
  missing: MissingSection[];
}

/** Refusals that say: not for you. Everything else says: not now. */
const hiding: ReadonlySet<string> = new Set(['forbidden', 'not_found']);

/** A section that was not read, and why. */
type Failed<R> = { section: Section<R>; error: unknown };

/**
 * Reads a record and what hangs on it by one transaction in one round trip. Each section is held to the rights of its own
 * call, and one that is refused, fails or is slow takes nothing from the others.
 */
@Injectable()
export class SectionReader {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditParts,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** `find` sends the one statement by which the record is found. Throws what it throws, and only that. */
  async read<R>(
    call: Call,
    id: string,
    find: (tx: Transaction) => Promise<R>,
    all: readonly Section<R>[],
  ): Promise<ReadSections<R>> {
    let failed: Failed<R>[] = [];
    const sections: Record<string, object> = {};
    const record = await this.work.readTogether(
      call,
      async (tx) => {
        const finding = find(tx);
        const reading = all.map((section) => this.readOne(section, tx, id, finding));
        const [found, outcomes] = await Promise.all([finding, Promise.allSettled(reading)]);
        failed = this.sort(all, outcomes, sections);
        return found;
      },
      { statementLimit },
    );
    failed = await this.again(call, id, record, failed, sections);
    this.tellReads(call, all, sections);
    return { record, sections, missing: await this.missing(call, id, failed) };
  }

  private async readOne<R>(
    section: Section<R>,
    tx: Transaction,
    id: string,
    record: Promise<R>,
  ): Promise<object> {
    const { path: method } = section;
    checkSectionRights(contract.method(method), tx);
    if (rowsField(contract.method(method)) !== undefined) this.audit.reads.admit(tx.call.caller);
    return section.read(tx, { id, method, record });
  }

  /** Keeps what was read; the rest is what failed. */
  private sort<R>(
    asked: readonly Section<R>[],
    outcomes: readonly PromiseSettledResult<object>[],
    sections: Record<string, object>,
  ): Failed<R>[] {
    return asked.flatMap((section, i) => {
      const outcome = outcomes[i];
      if (outcome?.status !== 'fulfilled') return [{ section, error: outcome?.reason as unknown }];
      sections[section.name] = outcome.value;
      return [];
    });
  }

  /**
   * Asks once more, each by itself, what failed for another reason than a refusal: a statement that fails takes those
   * behind it in its transaction along, which are sound.
   */
  private async again<R>(
    call: Call,
    id: string,
    record: R,
    failed: readonly Failed<R>[],
    sections: Record<string, object>,
  ): Promise<Failed<R>[]> {
    const refused = failed.filter(({ error }) => error instanceof AppError);
    const broken = failed.flatMap(({ section, error }) => (error instanceof AppError ? [] : [section]));
    if (broken.length === 0) return refused;
    const outcomes = await Promise.allSettled(
      broken.map((section) =>
        this.work.readTogether(call, (tx) => this.readOne(section, tx, id, Promise.resolve(record)), {
          statementLimit,
        }),
      ),
    );
    return [...refused, ...this.sort(broken, outcomes, sections)];
  }

  /** Counts the rows as if their own calls had been made. */
  private tellReads<R>({ caller }: Call, all: readonly Section<R>[], sections: Record<string, object>): void {
    for (const { name, path } of all) {
      const method = contract.method(path);
      const rows = rowsField(method);
      const answer = sections[name];
      if (rows !== undefined && answer) this.audit.reads.listed(caller, method.name, countRows(answer, rows));
    }
  }

  /** What the answer says of failed sections. The audit is told of refusals, as of those of their own calls. */
  private async missing<R>(call: Call, id: string, failed: readonly Failed<R>[]): Promise<MissingSection[]> {
    const missing: MissingSection[] = [];
    for (const { section, error } of failed) {
      const { name, path } = section;
      const known = error instanceof AppError ? error : new AppError('internal', 'internal');
      const { code, reason } = known;
      if (code === 'internal')
        this.logger.error({ err: error, method: path, requestId: call.requestId }, 'a section failed');
      const attempt = { caller: call.caller, request: { customerId: id }, valid: true };
      const refused = refusedCall(
        contract.method(path),
        attempt,
        { code, reason, fields: [] },
        call.requestId,
      );
      if (refused) await this.audit.refusals.refused(refused);
      missing.push({ name, state: hiding.has(code) ? 'hidden' : 'unavailable', reason });
    }
    return missing;
  }
}
