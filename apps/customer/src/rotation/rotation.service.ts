import { Inject, Injectable } from '@nestjs/common';
import type { Rotation as RotationAnswer } from '@kontor/contracts/gen/kontor/customer/v1/rotation';
import type {
  CreateRotationRequest,
  ListRotationItemsRequest,
  ListRotationItemsResponse,
  ListRotationsRequest,
  ListRotationsResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/rotation_service';
import type { Call } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError, checkFaults } from '@kontor/errors/app-error';
import { render } from '@kontor/errors/messages';
import { PersonCopy } from '@kontor/people/person-copy.entity';
import { queryFields } from '@kontor/query/fields';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { CustomerFilters } from '../customer/customer-filters.js';
import { customerList } from '../customer/customer-fields.js';
import { Customer } from '../customer/customer.entity.js';
import { messages } from '../messages.js';
import { RotationItem } from './rotation-item.entity.js';
import { tellRotationUse } from './tell-field-use.js';
import { countItems, noteCustomers } from './rotation-note.js';
import { Rotation } from './rotation.entity.js';
import { moveFaults } from './rules/move-faults.js';

const fields = queryFields(contract.fields('kontor.customer.v1.Rotation'), {
  name: { nullable: false },
  state: { nullable: false },
});

/** Planned rotations, as who plans them sees them. */
@Injectable()
export class RotationService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly filters: CustomerFilters,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'secret'>,
  ) {}

  create({ rotation }: CreateRotationRequest, call: Call): Promise<RotationAnswer> {
    return this.work.write(call, async (tx) => {
      const { name, moves = [], filter = '', excludeStatuses = [], repeatMonths, startTime } = rotation ?? {};
      await checkMoves(tx, moves);
      const row = tx.insert(Rotation, {
        name: name?.trim() ?? '',
        moves,
        filter,
        excludeStatuses: excludeStatuses.length > 0 ? excludeStatuses : ['negotiating'],
        repeatMonths,
        startTime,
        state: 'preview',
        round: 1,
        noted: true,
        personId: call.caller.personId,
      });
      await noteCustomers(tx, row, this.filters);
      tellRotationUse(tx, row);
      return answer(row, await countItems(tx, row));
    });
  }

  get(id: string, call: Call): Promise<RotationAnswer> {
    return this.work.read(call, async (tx) => {
      const row = await tx.get(Rotation, id);
      return answer(row, await countItems(tx, row));
    });
  }

  async list(request: ListRotationsRequest, call: Call): Promise<ListRotationsResponse> {
    const { rows, ...page } = await this.work.read(call, (tx) =>
      listRows(tx, Rotation, 'rotation', request, {
        fields,
        defaultOrder: 'createTime desc',
        method: call.method,
        secret: this.settings.secret,
      }),
    );
    return { rotations: rows.map((row) => answer(row)), ...page };
  }

  async items(
    { rotationId, ...request }: ListRotationItemsRequest,
    call: Call,
  ): Promise<ListRotationItemsResponse> {
    return this.work.read(call, async (tx) => {
      const { round } = await tx.get(Rotation, rotationId);
      const { rows, ...page } = await listRows(tx, Customer, 'customer', request, {
        fields: this.filters.fields,
        defaultOrder: 'name',
        // Filters and orders are those of customers, and so are the fields that the caller may not ask by.
        method: customerList,
        secret: this.settings.secret,
        scope: {
          where:
            'r.id IN (SELECT i.customer_id FROM rotation_item i WHERE i.rotation_id = $1 AND i.round = $2)',
          params: [rotationId, round],
        },
      });
      const ids = rows.map(({ id }) => id);
      const where = 'r.rotation_id = $1 AND r.round = $2 AND r.customer_id = ANY ($3::uuid[])';
      const items = await tx.select(RotationItem, where, [rotationId, round, ids]);
      const itemOf = new Map(items.map((item) => [item.customerId, item]));
      return {
        items: rows.flatMap((customer) => {
          const item = itemOf.get(customer.id);
          if (!item) return [];
          const { id, fromId, toId, state, reason } = item;
          const message = reason && render(`stays-${reason}`, {}, call.language, messages);
          return [{ id, customer, fromId, toId, state, reason, message }];
        }),
        ...page,
      };
    });
  }

  start(id: string, call: Call): Promise<RotationAnswer> {
    return this.work.write(call, async (tx) => {
      const before = await tx.getForUpdate(Rotation, id);
      if (before.state !== 'preview') throw new AppError('conflict', 'rotation-begun');
      const startTime = before.startTime ?? tx.now;
      const after = tx.update(Rotation, before, { state: 'scheduled', startTime, firstStartTime: startTime });
      tx.audit({ action: 'start', object: 'rotation', objectId: id, version: after.version });
      return answer(after, await countItems(tx, after));
    });
  }

  cancel(id: string, call: Call): Promise<RotationAnswer> {
    return this.work.write(call, async (tx) => {
      const before = await tx.getForUpdate(Rotation, id);
      if (before.state === 'done' || before.state === 'cancelled')
        throw new AppError('conflict', 'rotation-over');
      const after = tx.update(Rotation, before, { state: 'cancelled' });
      tellRotationUse(tx, after);
      tx.audit({ action: 'cancel', object: 'rotation', objectId: id, version: after.version });
      return answer(after, await countItems(tx, after));
    });
  }
}

async function checkMoves(tx: Transaction, moves: RotationAnswer['moves']): Promise<void> {
  const ids = moves.map(({ toId }) => toId);
  const people = await tx.select(PersonCopy, `r.id = ANY ($1::uuid[]) AND r.status = 'active'`, [ids]);
  const works = new Set(people.map(({ id }) => id));
  const faults = moveFaults(moves, {
    reaches: (id) => tx.reachesOwner('customer', id),
    works: (id) => works.has(id),
  });
  checkFaults(faults);
}

function answer(
  { noted: _, version: __, firstStartTime: ___, ...row }: Rotation,
  counts: RotationAnswer['counts'] = [],
): RotationAnswer {
  return { ...row, counts };
}
