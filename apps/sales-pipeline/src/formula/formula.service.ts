import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import type { ProductFormulaVersion } from '@kontor/contracts/gen/kontor/sales_pipeline/v1/product_formula';
import type {
  ListProductFormulaVersionsRequest,
  ListProductFormulaVersionsResponse,
  PutProductFormulaRequest,
} from '@kontor/contracts/gen/kontor/sales_pipeline/v1/product_service';
import type { Call } from '@kontor/access/call';
import { may } from '@kontor/access/permissions';
import { expectEtag } from '@kontor/database/etag';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError, checkFaults } from '@kontor/errors/app-error';
import { queryFields } from '@kontor/query/fields';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { Product } from '../product/product.entity.js';
import { FormulaVersion } from './formula-version.entity.js';
import { Formula } from './formula.entity.js';
import { ingredientFaults } from './rules/ingredients.js';

/** Written to the audit and shown in it by these names alone, never by what is in a formula. */
const object = 'product_formula';

const versionFields = queryFields(contract.fields('kontor.sales_pipeline.v1.ProductFormulaVersion'), {
  authorId: { nullable: false },
});

/** How products are made: the secret of the company. */
@Injectable()
export class FormulaService {
  constructor(
    private readonly work: UnitOfWork,
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
  ) {}

  /** Leaves an audit row: who has read a secret is worth knowing. */
  get(productId: string, call: Call): Promise<Formula> {
    return this.work.write(unkeyed(call), async (tx) => {
      const formula = await tx.find(Formula, productId);
      if (!formula) throw new AppError('not_found', 'product-formula-not-found');
      tx.audit({ action: 'read', object, objectId: productId, version: formula.version });
      return formula;
    });
  }

  put({ productId, formula, etag }: PutProductFormulaRequest, call: Call): Promise<Formula> {
    const { ingredients = [], process = '' } = formula ?? {};
    const fields = ingredientFaults(ingredients);
    checkFaults(fields);
    return this.work.write(call, async (tx) => {
      // Held against whoever writes the first formula of the product at the same moment.
      await tx.getForUpdate(Product, productId);
      const before = await tx.find(Formula, productId);
      // Who may write and not read is told that another version stands, not what it says.
      const told = before && may(call.caller, 'product.formula.read');
      expectEtag(told ? before : { etag: before?.etag ?? '0' }, etag);
      const written = { ingredients, process };
      if (before && isSame(before, written)) return before;
      const whole = { ...written, authorId: call.caller.personId };
      const after = before
        ? tx.update(Formula, before, whole)
        : tx.insert(Formula, { ...whole, id: productId });
      keep(tx, after);
      return after;
    });
  }

  async versions(
    { productId, ...request }: ListProductFormulaVersionsRequest,
    call: Call,
  ): Promise<ListProductFormulaVersionsResponse> {
    const { rows, ...page } = await this.work.write(unkeyed(call), async (tx) => {
      await tx.get(Product, productId);
      const list = await listRows(tx, FormulaVersion, 'product_formula_version', request, {
        fields: versionFields,
        defaultOrder: 'number desc',
        method: call.method,
        secret: this.settings.secret,
        scope: { where: 'r.product_id = $1', params: [productId] },
      });
      tx.audit({ action: 'read', object, objectId: productId, changes: { versions: list.rows.length } });
      return list;
    });
    return { versions: rows.map(shown), ...page };
  }
}

/** Compared as JSON that knows no order of keys: the database keeps another one than the request has. */
function isSame(
  { ingredients, process }: Formula,
  written: Pick<Formula, 'ingredients' | 'process'>,
): boolean {
  return isDeepStrictEqual({ ingredients, process }, JSON.parse(JSON.stringify(written)));
}

/** Keeps what was written as a version, and says in the audit that it was, not what. */
function keep(tx: Transaction, formula: Formula): void {
  const { id: productId, version: number, ingredients, process, authorId } = formula;
  tx.insert(FormulaVersion, { productId, number, ingredients, process, authorId });
  tx.audit({ action: number === 1 ? 'create' : 'update', object, objectId: productId, version: number });
}

function shown(row: FormulaVersion): ProductFormulaVersion {
  const { id, number, authorId, createTime, productId, ingredients, process } = row;
  const written = { id: productId, ingredients, process, authorId, etag: String(number) };
  return { id, number, authorId, createTime, formula: { ...written, updateTime: createTime } };
}

/** A read that leaves an audit row is no effect that a key could ask to happen once. */
function unkeyed(call: Call): Call {
  return { ...call, idempotencyKey: undefined };
}
