import { contract } from '@kontor/schema/contract';
import { queryFields } from '@kontor/query/fields';

/** The message of opportunities in the contract. */
export const opportunityMessage = 'kontor.sales_pipeline.v1.Opportunity';

const never = { nullable: false };

/** What lists of opportunities may filter and sort by; columns that are never NULL, so that indexes serve the order. */
export const opportunityFields = queryFields(contract.fields(opportunityMessage), {
  id: never,
  number: never,
  customerId: never,
  name: never,
  stage: never,
  currency: never,
  lossReason: never,
  source: never,
  creatorId: never,
});
