import type { DescMessage, DescMethod, DescService, FileRegistry } from '@bufbuild/protobuf';
import { getOption, hasOption } from '@bufbuild/protobuf';
import { descriptors } from '@kontor/contracts/gen/descriptors';
import { commentOf } from './comments.js';
import { readImage } from './descriptor-image.js';
import type { FieldContract, RawFieldRules } from './field-contract.js';
import { fieldContract } from './field-contract.js';
import type { HttpRoute, RawHttpRule } from './http-route.js';
import { httpRoute } from './http-route.js';

export type { FieldContract, FieldRules, FieldType, Sensitivity, TextFormat } from './field-contract.js';
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
  /** HTTP status of success. */
  successStatus: number;
  comment: string;
}

/** One event of the contract. */
export interface EventContract {
  /** Full name: kontor.customer.v1.CustomerCreated */
  name: string;
  /** Kind of record whose changes it tells. */
  aggregate: string;
}

/** The options message `kontor.options.v1.MethodRules` as protobuf-es decodes it. */
interface RawMethodRules {
  permission: string;
  public: boolean;
  internal: boolean;
  successStatus: number;
}

/** What the contract says, read once from compiled descriptors. */
export class Contract {
  readonly registry: FileRegistry;
  readonly #methods = new Map<string, MethodContract>();
  readonly #events: EventContract[] = [];
  readonly #fields = new Map<string, readonly FieldContract[]>();

  /** Reads everything at once, so that a contract that contradicts itself keeps every process from starting. */
  constructor(registry: FileRegistry) {
    this.registry = registry;
    for (const type of registry) {
      if (!type.typeName.startsWith('kontor.') || type.typeName.startsWith('kontor.options.')) continue;
      if (type.kind === 'message') this.#readMessage(type);
      if (type.kind === 'service') this.#readService(type);
    }
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
    const event = this.#extension('kontor.options.v1.message');
    if (!hasOption(message, event)) return;
    const { aggregate } = getOption(message, event) as unknown as { aggregate: string };
    if (aggregate === '') throw new Error(`${message.typeName} is an event without an aggregate`);
    this.#events.push({ name: message.typeName, aggregate });
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
      successStatus: successStatus || 200,
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
