import { contract } from '@kontor/schema/contract';

/** Names of objects by the first word of their path: customers → customer. */
const objectOfCollection = new Map(
  contract.methods().flatMap(({ http, output }) => {
    const [, collection] = /^\/v1\/([^/:{]+)\/\{\w+\}$/.exec(http?.path ?? '') ?? [];
    const object = contract.objectOf(output.typeName);
    return http?.verb === 'get' && collection && object ? [[collection, object.name] as const] : [];
  }),
);

/** The object that a notice is about, by what rights call it; undefined where it is about none that is known. */
export function aboutObject(about: string): string | undefined {
  return objectOfCollection.get(about.split('/', 1)[0] ?? '');
}
