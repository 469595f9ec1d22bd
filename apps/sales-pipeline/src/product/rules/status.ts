import type { ProductStatus } from '@kontor/contracts/gen/kontor/sales_pipeline/v1/product';

/** What happens to a product → from which status to which. */
export const steps = {
  retire: { from: 'active', to: 'retired' },
  reactivate: { from: 'retired', to: 'active' },
} as const satisfies Record<string, { from: ProductStatus; to: ProductStatus }>;

/** Something that happens to the status of a product. */
export type Step = keyof typeof steps;
