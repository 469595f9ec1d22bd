/** A JSON schema, as far as the OpenAPI document uses it. */
export interface Schema {
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  maxItems?: number;
  pattern?: string;
  additionalProperties?: boolean | Schema;
}

/** A parameter of path, query or header. */
export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: Schema;
}

/** One operation of the API. */
export interface Operation {
  id: string;
  /** GET, POST, … */
  verb: string;
  /** With parameters in braces. */
  path: string;
  parameters: Parameter[];
  /** Schema of the JSON body; absent where it takes none. */
  body: Schema | undefined;
  /** Takes a form instead. */
  form: boolean;
  /** Statuses that it documents; undefined where it documents `default`, which covers every refusal. */
  statuses: ReadonlySet<number>;
  anyRefusal: boolean;
  /** Whether it asks for a token. */
  secured: boolean;
  /** Permission that it names, if any. */
  permission: string | undefined;
}

type Json = Record<string, unknown>;

/** Reads all operations out of an OpenAPI document; references are followed. Throws where the document is not whole. */
export function operationsOf(document: Json): Operation[] {
  const follow = (value: unknown): Json => {
    const { $ref } = value as { $ref?: string };
    if ($ref === undefined) return value as Json;
    const found = $ref
      .slice(2)
      .split('/')
      .reduce<unknown>((at, name) => (at as Json)[name], document);
    if (found === undefined) throw new Error(`The document does not hold ${$ref}.`);
    return follow(found);
  };
  const schemaOf = (value: unknown): Schema => {
    const schema = { ...follow(value) } as Schema;
    const { properties, items } = schema;
    if (properties) schema.properties = mapValues(properties, schemaOf);
    if (items) schema.items = schemaOf(items);
    return schema;
  };
  const secured = document.security !== undefined;
  return Object.entries(document.paths as Record<string, Json>).flatMap(([path, verbs]) =>
    Object.entries(verbs).map(([verb, value]) => {
      const operation = value as Json;
      const responses = operation.responses as Json;
      const content = (follow(operation.requestBody ?? {}).content ?? {}) as Record<
        string,
        { schema?: unknown }
      >;
      const json = content['application/json']?.schema;
      return {
        id: String(operation.operationId),
        verb: verb.toUpperCase(),
        path,
        parameters: ((operation.parameters ?? []) as unknown[]).map((one) => {
          const parameter = follow(one) as unknown as Parameter;
          return { ...parameter, schema: schemaOf(parameter.schema) };
        }),
        body: json === undefined ? undefined : schemaOf(json),
        form: content['multipart/form-data'] !== undefined,
        statuses: new Set(Object.keys(responses).map(Number).filter(Number.isInteger)),
        anyRefusal: responses.default !== undefined,
        secured: operation.security === undefined ? secured : (operation.security as unknown[]).length > 0,
        permission: /Needs the permission `([^`]+)`/.exec(String(operation.description))?.[1],
      };
    }),
  );
}

function mapValues<A, B>(record: Record<string, A>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
