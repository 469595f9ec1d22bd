import type { ServiceSettings } from '@kontor/service/config';
import type { ServiceDefinition } from '@kontor/service/start-service';
import { CustomerCopy } from './customer-copy/customer-copy.entity.js';
import { FormulaVersion } from './formula/formula-version.entity.js';
import { Formula } from './formula/formula.entity.js';
import { salesPipelineMessages } from './messages.js';
import { Opportunity } from './opportunity/opportunity.entity.js';
import { Product } from './product/product.entity.js';
import { SalesPipelineModule } from './sales-pipeline.module.js';
import * as migrations from './migrations/list.js';

/** What makes the sales-pipeline service. */
export const salesPipelineService = (settings: ServiceSettings): ServiceDefinition => ({
  settings,
  module: SalesPipelineModule,
  entities: [Product, Formula, FormulaVersion, CustomerCopy, Opportunity],
  migrations: Object.values(migrations),
  messages: salesPipelineMessages,
  constraints: {
    product_sku: { reason: 'sku-taken', field: 'sku' },
  },
});
