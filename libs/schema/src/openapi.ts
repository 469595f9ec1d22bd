import type { MethodContract } from './contract.js';
import { commentOf } from './comments.js';
import type { JsonSchema } from './json-schema.js';
import { SchemaSet } from './json-schema.js';
import { problemFieldSchema, problemSchema, sharedComponents } from './openapi-components.js';
import { operation, tagOf } from './openapi-operation.js';

/** What the document says of itself. */
export interface DocumentInfo {
  title: string;
  version: string;
  /** Where the API is reached; without any, where the document came from. */
  servers?: readonly { url: string; description?: string }[];
}

/** Paths that no proto annotation describes: path → verb → operation. They may refer to the shared components. */
export type ExtraPaths = Record<string, Record<string, JsonSchema>>;

/**
 * The OpenAPI 3.1 document of the calls that have an HTTP route, and of `extraPaths`, which may add verbs to a path
 * but not replace one. Throws where two operations share path and verb, or their name.
 */
export function openApiDocument(
  methods: readonly MethodContract[],
  extraPaths: ExtraPaths = {},
  { title, version, servers = [{ url: '/' }] }: DocumentInfo = { title: 'Kontor', version: '1' },
): JsonSchema {
  const schemas = new SchemaSet('#/components/schemas/');
  schemas.add('Problem', problemSchema);
  schemas.add('ProblemField', problemFieldSchema);
  const paths: Record<string, Record<string, JsonSchema>> = {};
  const names = new Set<unknown>();
  const place = (path: string, verb: string, described: JsonSchema) => {
    const verbs = (paths[path] ??= {});
    const name = described['operationId'];
    if (verbs[verb] || (name !== undefined && names.has(name)))
      throw new Error(`${verb} ${path} or its name ${String(name)} is described twice`);
    verbs[verb] = described;
    names.add(name);
  };
  for (const method of methods) {
    if (method.http) place(method.http.path, method.http.verb, operation(method, method.http, schemas));
  }
  for (const [path, verbs] of Object.entries(extraPaths)) {
    for (const [verb, described] of Object.entries(verbs)) place(path, verb, described);
  }
  return {
    openapi: '3.1.0',
    info: {
      title,
      version,
      description:
        'A CRM suite behind one API. Times are RFC 3339 in UTC; absent fields have no value. Fields of a record that ' +
        'the roles of the caller hide are absent from every answer; a text that they mask reads •••, whatever its format.',
    },
    servers,
    security: [{ bearer: [] }],
    tags: tags(
      methods,
      Object.values(paths).flatMap((verbs) => Object.values(verbs)),
    ),
    paths,
    components: { schemas: schemas.named(), ...sharedComponents() },
  };
}

function tags(methods: readonly MethodContract[], operations: readonly JsonSchema[]): JsonSchema[] {
  const described = new Map<string, string>();
  for (const { service, input } of methods) {
    const type = input.file.services.find((one) => one.typeName === service);
    if (type) described.set(tagOf(service), commentOf(type));
  }
  const used = new Set(operations.flatMap((one) => (one['tags'] as string[] | undefined) ?? []));
  return [...used]
    .sort()
    .map((name) => ({ name, ...(described.get(name) && { description: described.get(name) }) }));
}
