import type { DescMessage, DescMethod, DescService, FileRegistry } from '@bufbuild/protobuf';
import { getOption, hasOption } from '@bufbuild/protobuf';
import { MethodOptions_IdempotencyLevel as IdempotencyLevel } from '@bufbuild/protobuf/wkt';
import { descriptors } from '@kontor/contracts/gen/descriptors';
import { commentOf } from './comments.js';
import { readImage } from './descriptor-image.js';
import type { FieldContract, ObjectField, RawFieldRules } from './field-contract.js';
import { fieldContract, objectField } from './field-contract.js';
import type { HttpRoute, RawHttpRule } from './http-route.js';
import { httpRoute } from './http-route.js';

export type {
  FieldContract,
  FieldRules,
  FieldType,
  ObjectField,
  Sensitivity,
  TextFormat,
} from './field-contract.js';
export type { HttpRoute } from './http-route.js';

/** One call of the contract. */
export interface MethodContract {
  /** kontor.customer.v1.CustomerService */
  service: string;
  /** CreateCustomer */
  name: string;
  /** gRPC path: /kontor.customer.v1.CustomerService/CreateCustomer */
  path: string;
  /** gRPC path of the same call with JSON bytes as messages: /json.kontor.customer.v1.CustomerService/CreateCustomer */
  jsonPath: string;
  input: DescMessage;
  output: DescMessage;
  /** Absent where people cannot call it. */
  http?: HttpRoute;
  /** Permission that the caller needs; absent where `public` or `internal`. */
  permission?: string;
  /** Anybody may call it without signing in. */
  public: boolean;
  /** Only services may call it. */
  internal: boolean;
  /** It changes nothing: a GET, or a call without a route whose `idempotency_level` is NO_SIDE_EFFECTS. */
  reads: boolean;
  /** HTTP status of success. */
  successStatus: number;
  /** Fields of objects that the answer tells of without showing them: who may not see one of them is refused. */
  reveals: readonly ObjectField[];
  comment: string;
}

/** One event of the contract. */
export interface EventContract {
  /** Full name: kontor.customer.v1.CustomerCreated */
  name: string;
  /** Kind of record whose changes it tells. */
  aggregate: string;
}

/** A kind of record that rights are given on. */
export interface ObjectContract {
  /** What roles call it: customer. */
  name: string;
  /** Its message: kontor.customer.v1.Customer. */
  message: string;
  /** The service that owns it: customer. */
  service: string;
  /** Whether each has an owner, and changes hands when the owner leaves; undefined where the contract does not say. */
  owned?: boolean | undefined;
}

/** The options message `kontor.options.v1.MethodRules` as protobuf-es decodes it. */
interface RawMethodRules {
  permission: string;
  public: boolean;
  internal: boolean;
  successStatus: number;
  reveals: string[];
}

/** The options message `kontor.options.v1.MessageRules` as protobuf-es decodes it. */
interface RawMessageRules {
  aggregate: string;
  object: string;
  owned?: boolean;
}

/** What the contract says, read once from compiled descriptors. */
export class Contract {
  readonly registry: FileRegistry;
  readonly #methods = new Map<string, MethodContract>();
  readonly #events: EventContract[] = [];
  readonly #objects = new Map<string, ObjectContract>();
  readonly #objectOfMessage = new Map<string, ObjectContract>();
  readonly #fields = new Map<string, readonly FieldContract[]>();

  /** Reads everything at once, so that a contract that contradicts itself keeps every process from starting. */
  constructor(registry: FileRegistry) {
    this.registry = registry;
    for (const type of registry) {
      if (!type.typeName.startsWith('kontor.') || type.typeName.startsWith('kontor.options.')) continue;
      if (type.kind === 'message') this.#readMessage(type);
      if (type.kind === 'service') this.#readService(type);
    }
    this.#checkNamedFields();
  }

  /** Every call, in the order of the proto files. */
  methods(): MethodContract[] {
    return [...this.#methods.values()];
  }

  /** The call of a gRPC path, `path` or `jsonPath`. Throws for any other: paths come from code, not from callers. */
  method(path: string): MethodContract {
    const method = this.#methods.get(path.replace(/^\/json\./, '/'));
    if (!method) throw new Error(`The contract has no method ${path}`);
    return method;
  }

  /** Every event, in the order of the proto files. */
  events(): EventContract[] {
    return [...this.#events];
  }

  /** Every kind of record that rights are given on, in the order of the proto files. */
  objects(): ObjectContract[] {
    return [...this.#objects.values()];
  }

  /** The kind of record of a name that roles use; undefined where there is none. */
  object(name: string): ObjectContract | undefined {
    return this.#objects.get(name);
  }

  /** The kind of record that a message is; undefined for messages without rights of their own. */
  objectOf(messageName: string): ObjectContract | undefined {
    return this.#objectOfMessage.get(messageName);
  }

  /** The message of a full name. Throws where there is none. */
  message(name: string): DescMessage {
    const message = this.registry.getMessage(name);
    if (!message) throw new Error(`The contract has no message ${name}`);
    return message;
  }

  /** The fields of a message by its full name, in the order of the proto file. Throws where there is no such message. */
  fields(messageName: string): readonly FieldContract[] {
    const fields = this.#fields.get(messageName);
    if (fields) return fields;
    if (this.message(messageName).fields.length === 0) return [];
    throw new Error(`${messageName} is no message of the contract`);
  }

  #readMessage(message: DescMessage): void {
    const rules = this.#extension('kontor.options.v1.field');
    const fields = message.fields.map((field) =>
      fieldContract(field, getOption(field, rules) as unknown as RawFieldRules),
    );
    this.#fields.set(message.typeName, fields);
    const extension = this.#extension('kontor.options.v1.message');
    if (!hasOption(message, extension)) return;
    const { aggregate, object, owned } = getOption(message, extension) as unknown as RawMessageRules;
    if (aggregate) this.#events.push({ name: message.typeName, aggregate });
    if (object) this.#addObject(object, message, owned);
    if (!aggregate && !object) throw new Error(`${message.typeName} has an option that says nothing`);
  }

  /** Options that name fields of objects name fields that there are: a slip would leave a value unguarded. */
  #checkNamedFields(): void {
    const named = [
      ...[...this.#fields.values()].flatMap((fields) => fields.flatMap(({ rules }) => rules.standsFor ?? [])),
      ...this.methods().flatMap(({ reveals }) => reveals),
    ];
    for (const { object, field } of named) {
      const message = this.#objects.get(object)?.message;
      if (!message || !this.fields(message).some(({ name }) => name === field))
        throw new Error(`An option names the field ${object}.${field}, which is not there`);
    }
  }

  #addObject(name: string, message: DescMessage, owned: boolean | undefined): void {
    if (this.#objects.has(name)) throw new Error(`Two messages are the object ${name}`);
    const [, service = ''] = message.typeName.split('.');
    const object = { name, message: message.typeName, service: service.replaceAll('_', '-'), owned };
    this.#objects.set(name, object);
    this.#objectOfMessage.set(message.typeName, object);
  }

  #readService(service: DescService): void {
    for (const method of service.methods) {
      const contract = this.#readMethod(method);
      this.#methods.set(contract.path, contract);
    }
  }

  #readMethod(method: DescMethod): MethodContract {
    const {
      permission,
      public: open,
      internal,
      successStatus,
      reveals,
    } = getOption(method, this.#extension('kontor.options.v1.method')) as unknown as RawMethodRules;
    const rule = this.#extension('google.api.http');
    const http = hasOption(method, rule)
      ? httpRoute(method, getOption(method, rule) as unknown as RawHttpRule)
      : undefined;
    const name = `${method.parent.typeName}.${method.name}`;
    if ([permission !== '', open, internal].filter(Boolean).length !== 1) {
      throw new Error(`${name} must set exactly one of permission, public and internal`);
    }
    if (internal && http) throw new Error(`${name} is internal and must have no HTTP route`);
    if (open && !http) throw new Error(`${name} is public and has no HTTP route`);
    if (method.methodKind !== 'unary') throw new Error(`${name} streams; calls of Kontor do not`);
    const path = `/${method.parent.typeName}/${method.name}`;
    return {
      service: method.parent.typeName,
      name: method.name,
      path,
      jsonPath: `/json.${path.slice(1)}`,
      input: method.input,
      output: method.output,
      ...(http && { http }),
      ...(permission !== '' && { permission }),
      public: open,
      internal,
      reads: http ? http.verb === 'get' : method.idempotency === IdempotencyLevel.NO_SIDE_EFFECTS,
      successStatus: successStatus || 200,
      reveals: reveals.map(objectField),
      comment: commentOf(method),
    };
  }

  #extension(name: string) {
    const extension = this.registry.getExtension(name);
    if (!extension) throw new Error(`The descriptors lack ${name}`);
    return extension;
  }
}

/** The contract of this build. Reading it throws, and the process does not start, where it contradicts itself. */
export const contract = new Contract(readImage(Buffer.from(descriptors, 'base64')));
