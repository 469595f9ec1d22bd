import { Controller } from '@nestjs/common';
import {
  ProductServiceControllerMethods,
  type CreateProductRequest,
  type GetProductFormulaRequest,
  type GetProductRequest,
  type ListProductFormulaVersionsRequest,
  type ListProductsRequest,
  type ProductServiceController,
  type PutProductFormulaRequest,
  type ReactivateProductRequest,
  type RetireProductRequest,
  type UpdateProductRequest,
} from '@kontor/contracts/gen/kontor/sales_pipeline/v1/product_service';
import type { Call } from '@kontor/access/call';
import { FormulaService } from '../formula/formula.service.js';
import { ProductService } from './product.service.js';

@Controller()
@ProductServiceControllerMethods()
export class ProductController implements ProductServiceController {
  constructor(
    private readonly products: ProductService,
    private readonly formulas: FormulaService,
  ) {}

  createProduct(request: CreateProductRequest, call: Call) {
    return this.products.create(request, call);
  }

  getProduct({ id }: GetProductRequest, call: Call) {
    return this.products.get(id, call);
  }

  listProducts(request: ListProductsRequest, call: Call) {
    return this.products.list(request, call);
  }

  updateProduct(request: UpdateProductRequest, call: Call) {
    return this.products.update(request, call);
  }

  retireProduct(request: RetireProductRequest, call: Call) {
    return this.products.step('retire', request, call);
  }

  reactivateProduct(request: ReactivateProductRequest, call: Call) {
    return this.products.step('reactivate', request, call);
  }

  getProductFormula({ productId }: GetProductFormulaRequest, call: Call) {
    return this.formulas.get(productId, call);
  }

  putProductFormula(request: PutProductFormulaRequest, call: Call) {
    return this.formulas.put(request, call);
  }

  listProductFormulaVersions(request: ListProductFormulaVersionsRequest, call: Call) {
    return this.formulas.versions(request, call);
  }
}
