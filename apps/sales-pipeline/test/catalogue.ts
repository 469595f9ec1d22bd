import type { Product } from '@kontor/contracts/gen/kontor/sales_pipeline/v1/product';
import type { ProductFormula } from '@kontor/contracts/gen/kontor/sales_pipeline/v1/product_formula';
import type {
  ListProductFormulaVersionsResponse,
  ListProductsResponse,
} from '@kontor/contracts/gen/kontor/sales_pipeline/v1/product_service';
import type { CallOptions, TestPerson, TestService } from '@kontor/testing/service';

const calls = '/kontor.sales_pipeline.v1.ProductService';

/** The calls of the catalogue as the people of a test make them. */
export const catalogueOf = (service: TestService) => ({
  create: (person: TestPerson, product: object = {}, options: CallOptions = {}) =>
    service.call<Product>(
      person,
      `${calls}/CreateProduct`,
      { product: { name: 'Лампа настольная', kind: 'goods', currency: 'CNY', ...product } },
      options,
    ),
  get: (person: TestPerson | undefined, id: string) =>
    service.call<Product>(person, `${calls}/GetProduct`, { id }),
  list: (person: TestPerson, request: object = {}) =>
    service.call<ListProductsResponse>(person, `${calls}/ListProducts`, request),
  update: (person: TestPerson, id: string, product: object, etag?: string) =>
    service.call<Product>(person, `${calls}/UpdateProduct`, {
      id,
      product,
      updateMask: Object.keys(product),
      ...(etag ? { etag } : {}),
    }),
  step: (person: TestPerson, step: 'Retire' | 'Reactivate', id: string) =>
    service.call<Product>(person, `${calls}/${step}Product`, { id }),
  formula: (person: TestPerson, productId: string) =>
    service.call<ProductFormula>(person, `${calls}/GetProductFormula`, { productId }),
  putFormula: (person: TestPerson, productId: string, formula: object, etag?: string) =>
    service.call<ProductFormula>(person, `${calls}/PutProductFormula`, {
      productId,
      formula,
      ...(etag ? { etag } : {}),
    }),
  versions: (person: TestPerson, productId: string, request: object = {}) =>
    service.call<ListProductFormulaVersionsResponse>(person, `${calls}/ListProductFormulaVersions`, {
      productId,
      ...request,
    }),
});

/** What `catalogueOf` gives. */
export type Catalogue = ReturnType<typeof catalogueOf>;
