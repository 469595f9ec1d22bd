import { contract, type FieldContract, type MethodContract } from '@kontor/schema/contract';
import { pathParameters } from '@kontor/schema/http-route';
import { queryParameter, type QueryParameter } from './query.js';

/** How an HTTP request becomes the message of one call: worked out once, when the route is made. */
export interface RequestPlan {
  /** Fields that the path fills. */
  path: readonly string[];
  /** Fields that the query may fill, by name. */
  query: ReadonlyMap<string, QueryParameter>;
  /** Names of `query` that the body has no field for: somebody who puts them there is told where they go. */
  queryOnly: readonly string[];
  /** Where the body goes: a field, the message itself ('*'), or nowhere. */
  body: string | undefined;
  /** Fields of the message in the body by name; only where the call has an update mask. */
  maskable: ReadonlyMap<string, FieldContract> | undefined;
  /** Whether If-Match fills the field `etag`. */
  takesEtag: boolean;
}

/** Fields that HTTP fills by other means than path, query and body. */
const byOtherMeans = new Set(['updateMask', 'etag']);

/** Reads the plan of a call out of its contract. Throws for a call without an HTTP route. */
export function requestPlan(method: MethodContract): RequestPlan {
  if (!method.http) throw new Error(`${method.path} has no HTTP route`);
  const fields = contract.fields(method.input.typeName);
  const path = pathParameters(method.http.path);
  const { body } = method.http;
  const inQuery =
    body === '*'
      ? []
      : fields.filter(({ name }) => !path.includes(name) && name !== body && !byOtherMeans.has(name));
  const query = new Map<string, QueryParameter>();
  for (const field of inQuery) {
    const parameter = queryParameter(field);
    if (parameter) query.set(field.name, parameter);
  }
  const resource = fields.find(({ name }) => name === body)?.message;
  const masked = resource !== undefined && fields.some(({ name }) => name === 'updateMask');
  const inBody = new Set(resource && contract.fields(resource.typeName).map(({ name }) => name));
  return {
    path,
    query,
    queryOnly: resource ? [...query.keys()].filter((name) => !inBody.has(name)) : [],
    body,
    maskable: masked
      ? new Map(contract.fields(resource.typeName).map((field) => [field.name, field]))
      : undefined,
    takesEtag: fields.some(({ name }) => name === 'etag'),
  };
}
