import { v7 as uuidv7 } from 'uuid';
import type { CustomField } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import type { ListCustomFieldsResponse } from '@kontor/contracts/gen/kontor/identity/v1/custom_field_service';
import type { RpcClients } from '@kontor/rpc/client';
import { readLimit } from '@kontor/rpc/metadata';

const LIST = '/kontor.identity.v1.CustomFieldService/ListCustomFields';

/** The custom fields of all objects as identity has them now, read in the name of a signed-in person. */
export async function readCustomFields(
  clients: Pick<RpcClients, 'call'>,
  token: string,
): Promise<CustomField[]> {
  const call = { requestId: uuidv7(), language: 'en', deadline: Date.now() + readLimit } as const;
  const fields: CustomField[] = [];
  let pageToken: string | undefined;
  do {
    const request = { pageSize: 200, ...(pageToken && { pageToken }) };
    const page = await clients.call<ListCustomFieldsResponse>(LIST, request, call, token);
    fields.push(...page.fields.flatMap(shown));
    pageToken = page.nextPageToken;
  } while (pageToken);
  return fields;
}

/** A field as far as its reader may see it: without key and type there is nothing to show. */
function shown(field: Partial<CustomField>): CustomField[] {
  if (!field.key || !field.type) return [];
  return [{ options: [], requiredStages: [], ...field } as unknown as CustomField];
}
