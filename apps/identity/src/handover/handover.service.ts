import { Injectable } from '@nestjs/common';
import { may } from '@kontor/access/permissions';
import type { Call } from '@kontor/access/call';
import type { Handover } from '@kontor/contracts/gen/kontor/identity/v1/handover';
import type {
  CreateHandoverRequest,
  ListHandoversRequest,
  ListHandoversResponse,
  StartHandoverRequest,
} from '@kontor/contracts/gen/kontor/identity/v1/handover_service';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError, checkFaults } from '@kontor/errors/app-error';
import { queryFields } from '@kontor/query/fields';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import { IdentityConfig } from '../config.js';
import { takeTurns } from '../locks.js';
import { ownCall } from '../own-call.js';
import { PersonRow } from '../person/person.entity.js';
import { asHandover, cancelHandover, planHandover, startHandover } from './handover-process.js';
import { findTarget, leads } from './handover-targets.js';
import { HandoverRow } from './handover.entity.js';
import { openHandovers } from './leaver.js';

/** Everybody below a person in the reporting line, and the person. */
const below = `
  WITH RECURSIVE below (id) AS (
    SELECT $1::uuid UNION SELECT p.id FROM person p JOIN below ON p.manager_id = below.id
  ) SELECT id FROM below`;

/** Hand-overs, as superiors and administrators plan and follow them. */
@Injectable()
export class HandoverService {
  private readonly fields = queryFields(contract.fields('kontor.identity.v1.Handover'), {
    personId: { nullable: false },
    cause: { nullable: false },
    state: { nullable: false },
  });

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly config: IdentityConfig,
  ) {}

  create({ handover }: CreateHandoverRequest, call: Call): Promise<Handover> {
    const { personId = '', target, personIds, reason = '' } = handover ?? {};
    return this.unitOfWork.write(ownCall(call), async (tx) => {
      await takeTurns(tx, 'organisation');
      const field = 'handover.personId';
      if (!(await tx.find(PersonRow, personId))) checkFaults([{ field, reason: 'unknown-person' }]);
      if (!(await leads(tx, personId, call))) checkFaults([{ field, reason: 'target-out-of-line' }]);
      const found = await findTarget(tx, personId, { target, personIds }, call, 'handover.');
      if (found.personIds.length === 0) throw new AppError('conflict', 'handover-target-needed');
      if ((await openHandovers(tx, personId)).length > 0) throw new AppError('conflict', 'handover-open');
      const facts = {
        personId,
        reason: reason.trim(),
        cause: 'request',
        actorId: call.caller.personId,
      } as const;
      return asHandover(planHandover(tx, { ...facts, ...found }));
    });
  }

  get(id: string, call: Call): Promise<Handover> {
    return this.unitOfWork.read(ownCall(call), async (tx) => {
      const row = await tx.get(HandoverRow, id);
      await this.checkLeads(tx, row, call);
      return asHandover(row);
    });
  }

  list(request: ListHandoversRequest, call: Call): Promise<ListHandoversResponse> {
    const { caller } = call;
    const all = may(caller, 'person.manage');
    return this.unitOfWork.read(ownCall(call), async (tx) => {
      const { rows, ...page } = await listRows(tx, HandoverRow, 'handover', request, {
        fields: this.fields,
        defaultOrder: 'createTime desc',
        method: call.method,
        secret: this.config.secret,
        ...(all ? {} : { scope: { where: `r.person_id IN (${below})`, params: [caller.personId] } }),
      });
      return { handovers: rows.map(asHandover), ...page };
    });
  }

  start({ id, target, personIds = [] }: StartHandoverRequest, call: Call): Promise<Handover> {
    return this.change(id, call, async (tx, before) => {
      if (!['listing', 'ready', 'stopped'].includes(before.state)) {
        throw new AppError('conflict', 'handover-not-startable');
      }
      const another = target !== undefined || personIds.length > 0;
      const planned = before.target === 'manager' ? { target: before.target } : before;
      const found = await findTarget(
        tx,
        before.personId,
        another ? { target, personIds } : planned,
        call,
        '',
      );
      if (found.personIds.length === 0) throw new AppError('conflict', 'handover-target-needed');
      return startHandover(tx, before, found, { actorId: call.caller.personId });
    });
  }

  cancel(id: string, call: Call): Promise<Handover> {
    return this.change(id, call, (tx, before) => {
      if (!['listing', 'ready'].includes(before.state))
        throw new AppError('conflict', 'handover-not-cancellable');
      return Promise.resolve(cancelHandover(tx, before));
    });
  }

  private change(
    id: string,
    call: Call,
    work: (tx: Transaction, before: HandoverRow) => Promise<HandoverRow>,
  ): Promise<Handover> {
    return this.unitOfWork.write(ownCall(call), async (tx) => {
      await takeTurns(tx, 'organisation');
      const before = await tx.getForUpdate(HandoverRow, id);
      await this.checkLeads(tx, before, call);
      return asHandover(await work(tx, before));
    });
  }

  /** What is hidden is not there. */
  private async checkLeads(tx: Transaction, { personId }: HandoverRow, call: Call): Promise<void> {
    if (!(await leads(tx, personId, call))) throw new AppError('not_found', 'handover-not-found');
  }
}
