import { Module } from '@nestjs/common';
import { FormulaService } from './formula/formula.service.js';
import { ProductNumbers } from './product/product-numbers.js';
import { ProductController } from './product/product.controller.js';
import { ProductService } from './product/product.service.js';

@Module({
  controllers: [ProductController],
  providers: [ProductNumbers, ProductService, FormulaService],
})
export class SalesPipelineModule {}
