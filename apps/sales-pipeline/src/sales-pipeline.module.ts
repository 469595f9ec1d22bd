import { Module } from '@nestjs/common';
import { CustomerCopyConsumer } from './customer-copy/customer-copy.consumer.js';
import { FormulaService } from './formula/formula.service.js';
import { ConversionConsumer } from './opportunity/conversion.consumer.js';
import { OpportunityNumbers } from './opportunity/opportunity-numbers.js';
import { OpportunityController } from './opportunity/opportunity.controller.js';
import { OpportunityService } from './opportunity/opportunity.service.js';
import { ProductNumbers } from './product/product-numbers.js';
import { ProductController } from './product/product.controller.js';
import { ProductService } from './product/product.service.js';

@Module({
  controllers: [ProductController, OpportunityController, CustomerCopyConsumer, ConversionConsumer],
  providers: [ProductNumbers, ProductService, FormulaService, OpportunityNumbers, OpportunityService],
})
export class SalesPipelineModule {}
