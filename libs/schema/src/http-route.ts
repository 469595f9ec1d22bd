import type { DescMessage, DescMethod } from '@bufbuild/protobuf';

/** The HTTP face of a call. */
export interface HttpRoute {
  verb: 'get' | 'post' | 'patch' | 'put' | 'delete';
  /** Path with parameters by JSON name: /v1/customers/{customerId}/contacts/{id}, /v1/customers/{id}:transfer. */
  path: string;
  /** JSON name of the request's field that is the HTTP body, or '*' where the whole request is. */
  body?: string;
}

/** `google.api.HttpRule` as protobuf-es decodes it. */
export interface RawHttpRule {
  pattern: { case?: string; value?: unknown };
  body: string;
  additionalBindings: unknown[];
}

const verbs: readonly string[] = ['get', 'post', 'patch', 'put', 'delete'];

/**
 * Reads the google.api.http annotation of a call. Throws where it uses more of that language than the gateway
 * serves (custom verbs of HTTP, several bindings, patterns inside a parameter) or names a field that the request
 * has not.
 */
export function httpRoute(method: DescMethod, rule: RawHttpRule): HttpRoute {
  const { case: verb, value: path } = rule.pattern;
  if (!isVerb(verb) || typeof path !== 'string' || rule.additionalBindings.length > 0) {
    throw new Error(
      `${method.parent.typeName}.${method.name}: only one plain binding of get, post, patch, put or delete is served`,
    );
  }
  const route: HttpRoute = {
    verb,
    path: path.replace(/\{([^}]*)\}/g, (_, name: string) => `{${parameter(method, name)}}`),
  };
  if (rule.body === '') return route;
  return { ...route, body: rule.body === '*' ? '*' : bodyField(method, rule.body) };
}

/** JSON names of the parameters of a route's path, in order. */
export function pathParameters(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
}

function parameter(method: DescMethod, name: string): string {
  const field = fieldOf(method, name);
  if (field.fieldKind !== 'scalar')
    throw new Error(`${method.parent.typeName}.${method.name}: ${name} of the path is no scalar`);
  return field.jsonName;
}

function bodyField(method: DescMethod, name: string): string {
  const field = fieldOf(method, name);
  if (field.fieldKind !== 'message')
    throw new Error(`${method.parent.typeName}.${method.name}: body ${name} is no message`);
  return field.jsonName;
}

function fieldOf(method: DescMethod, name: string): DescMessage['fields'][number] {
  const field = method.input.fields.find((candidate) => candidate.name === name);
  if (!field)
    throw new Error(`${method.parent.typeName}.${method.name}: ${method.input.name} has no field ${name}`);
  return field;
}

function isVerb(word: string | undefined): word is HttpRoute['verb'] {
  return word !== undefined && verbs.includes(word);
}
