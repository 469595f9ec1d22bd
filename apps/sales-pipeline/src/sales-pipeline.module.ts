import { Module } from '@nestjs/common';
import { TELL_MOVED } from '@kontor/custom-fields/moved-references';
import { SectionReader } from '@kontor/service/sections';
import { CustomerCopyConsumer } from './customer-copy/customer-copy.consumer.js';
import { FormulaService } from './formula/formula.service.js';
import { ConversionConsumer } from './opportunity/conversion.consumer.js';
import { OpportunityNumbers } from './opportunity/opportunity-numbers.js';
import { OpportunityController } from './opportunity/opportunity.controller.js';
import { OpportunityService } from './opportunity/opportunity.service.js';
import { RetellJob } from './opportunity/retell.job.js';
import { tellMoved } from './opportunity/tell-moved.js';
import { PanoramaController } from './panorama/panorama.controller.js';
import { PanoramaService } from './panorama/panorama.service.js';
import { ProductNumbers } from './product/product-numbers.js';
import { ProductController } from './product/product.controller.js';
import { ProductService } from './product/product.service.js';

@Module({
  controllers: [
    ProductController,
    OpportunityController,
    CustomerCopyConsumer,
    ConversionConsumer,
    PanoramaController,
  ],
  providers: [
    ProductNumbers,
    ProductService,
    FormulaService,
    OpportunityNumbers,
    OpportunityService,
    RetellJob,
    SectionReader,
    PanoramaService,
    { provide: TELL_MOVED, useValue: tellMoved },
  ],
  exports: [TELL_MOVED],
})
export class SalesPipelineModule {}
