import type { ServiceSettings } from '@kontor/service/config';
import type { ServiceDefinition } from '@kontor/service/start-service';
import { CustomerCopy } from './customer-copy/customer-copy.entity.js';
import { FormulaVersion } from './formula/formula-version.entity.js';
import { Formula } from './formula/formula.entity.js';
import { salesPipelineMessages } from './messages.js';
import { Product1764300000000 } from './migrations/1764300000000-product.js';
import { Custom1764300000030 } from './migrations/1764300000030-custom.js';
import { CustomerRemoved1764300000040 } from './migrations/1764300000040-customer-removed.js';
import { OpportunitySearch1787500600000 } from './migrations/1787500600000-opportunity-search.js';
import { OpportunityCustom1787500400000 } from './migrations/1787500400000-opportunity-custom.js';
import { Opportunity1764300000020 } from './migrations/1764300000020-opportunity.js';
import { ContactCopy1787500300000 } from './migrations/1787500300000-contact-copy.js';
import { ProductSearch1787500300001 } from './migrations/1787500300001-product-search.js';
import { Opportunity } from './opportunity/opportunity.entity.js';
import { Product } from './product/product.entity.js';
import { SalesPipelineModule } from './sales-pipeline.module.js';

/** What makes the sales-pipeline service. */
export const salesPipelineService = (settings: ServiceSettings): ServiceDefinition => ({
  settings,
  module: SalesPipelineModule,
  entities: [Product, Formula, FormulaVersion, CustomerCopy, Opportunity],
  migrations: [
    Product1764300000000,
    Opportunity1764300000020,
    Custom1764300000030,
    CustomerRemoved1764300000040,
    ContactCopy1787500300000,
    ProductSearch1787500300001,
    OpportunityCustom1787500400000,
    OpportunitySearch1787500600000,
  ],
  messages: salesPipelineMessages,
  constraints: {
    product_sku: { reason: 'sku-taken', field: 'sku' },
  },
});
