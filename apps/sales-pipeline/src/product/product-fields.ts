import { contract } from '@kontor/schema/contract';
import { queryFields } from '@kontor/query/fields';

/** The message of products in the contract. */
export const productMessage = 'kontor.sales_pipeline.v1.Product';

const fields = contract.fields(productMessage);
const never = { nullable: false };

/** What lists of products may filter and sort by; columns that are never NULL, so that indexes serve the order. */
export const productFields = queryFields(fields, {
  id: never,
  number: never,
  sku: never,
  unit: never,
  status: never,
});

const guarded = new Set(fields.filter(({ rules }) => rules.guarded).map(({ name }) => name));

/** Fields that stay in this service: the guarded ones and those worked out from them. */
export const keptFields: ReadonlySet<string> = new Set(
  fields
    .filter(({ name, rules }) => guarded.has(name) || rules.derivedFrom.some((source) => guarded.has(source)))
    .map(({ name }) => name),
);
