import { Inject, Injectable } from '@nestjs/common';
import type {
  CreateProductRequest,
  ListProductsRequest,
  ListProductsResponse,
  RetireProductRequest,
  UpdateProductRequest,
} from '@kontor/contracts/gen/kontor/sales_pipeline/v1/product_service';
import type { Call } from '@kontor/access/call';
import { CustomFields } from '@kontor/custom-fields/custom-fields';
import { CustomValueWriter } from '@kontor/custom-fields/custom-values';
import { expectEtag } from '@kontor/database/etag';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError, checkFaults } from '@kontor/errors/app-error';
import { listRows } from '@kontor/query/list-rows';
import { maskedChanges } from '@kontor/schema/update-mask';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { emitProductChanged } from './product-events.js';
import { productSearch } from './product-search.js';
import { productFields, productMessage } from './product-fields.js';
import { ProductNumbers } from './product-numbers.js';
import { Product } from './product.entity.js';
import { keptAmounts, negativeAmounts } from './rules/amounts.js';
import { marginOf } from './rules/margin.js';
import { steps, type Step } from './rules/status.js';

/** The product catalogue: what is sold, at which price, at which cost. */
@Injectable()
export class ProductService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly numbers: ProductNumbers,
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
    private readonly customFields: CustomFields,
    private readonly customValues: CustomValueWriter,
  ) {}

  async create({ product }: CreateProductRequest, call: Call): Promise<Product> {
    const given = checkedAmounts(product as Product);
    const number = await this.numbers.take(new Date().toISOString());
    return this.work.write(call, async (tx) => {
      const margin = marginOf(given.price, given.standardCost);
      const custom = await this.customValues.make(tx, 'product', { ...given, status: 'active' });
      const created = tx.insert(Product, {
        ...given,
        custom,
        number,
        sku: given.sku.trim(),
        status: 'active',
        ...margin,
      });
      emitProductChanged(tx, {}, created);
      return created;
    });
  }

  get(id: string, call: Call): Promise<Product> {
    return this.work.readOne(call, (tx) => tx.get(Product, id));
  }

  async list({ search, ...request }: ListProductsRequest, call: Call): Promise<ListProductsResponse> {
    const list = async (tx: Transaction) =>
      listRows(tx, Product, 'product', request, {
        fields: this.customFields.queryFields('product', productFields),
        defaultOrder: 'createTime desc',
        method: call.method,
        secret: this.settings.secret,
        ...(search && { scope: await productSearch(tx, search) }),
      });
    const { rows, ...page } = await (request.withTotal || search
      ? this.work.read(call, list)
      : this.work.readOne(call, list));
    return { products: rows, ...page };
  }

  update({ id, product, updateMask, etag }: UpdateProductRequest, call: Call): Promise<Product> {
    return this.work.write(call, async (tx) => {
      const before = await tx.getForUpdate(Product, id);
      expectEtag(before, etag);
      const changes = checkedAmounts(
        maskedChanges<Product>(productMessage, product as Product | undefined, updateMask),
      );
      if (changes.sku !== undefined) changes.sku = changes.sku.trim();
      const { price, standardCost } = { ...before, ...changes };
      await this.customValues.change(tx, 'product', before, changes);
      const after = tx.update(Product, before, { ...changes, ...marginOf(price, standardCost) });
      emitProductChanged(tx, before, after);
      return after;
    });
  }

  /** Retires a product or puts it on sale again. Throws `conflict` where it stands so already. */
  step(step: Step, { id, etag }: RetireProductRequest, call: Call): Promise<Product> {
    return this.work.write(call, async (tx) => {
      const before = await tx.getForUpdate(Product, id);
      expectEtag(before, etag);
      const { from, to } = steps[step];
      if (before.status !== from) throw new AppError('conflict', `product-${to}-already`);
      const changes: Partial<Product> = { status: to };
      await this.customValues.change(tx, 'product', before, changes);
      const after = tx.update(Product, before, changes);
      emitProductChanged(tx, before, after);
      return after;
    });
  }
}

function checkedAmounts<P extends Partial<Product>>(product: P): P {
  const fields = negativeAmounts(product);
  checkFaults(fields);
  return keptAmounts(product);
}
