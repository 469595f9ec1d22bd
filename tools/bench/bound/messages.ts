import { join } from 'node:path';
import {
  loadPackageDefinition,
  type Client,
  type ServiceClientConstructor,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

const root = join(import.meta.dirname, '../../..');

/** An instant as protobuf carries it. */
export interface Instant {
  seconds: number;
  nanos: number;
}

/** A customer as proto-loader makes it of the contract: enumerations by their full names, times as instants. */
export interface BoundCustomer {
  [field: string]: unknown;
  createTime: Instant | null;
  updateTime: Instant | null;
  lastContactTime: Instant | null;
  nextContactTime: Instant | null;
}

/** Fields of a customer that are instants. */
export const instantFields = ['createTime', 'updateTime', 'lastContactTime', 'nextContactTime'] as const;

/** Calls of a service as grpc-js offers them: request, metadata, callback. */
export type BoundClient = Client & Record<string, (...args: unknown[]) => void>;

type Service = ServiceClientConstructor & { service: UntypedServiceImplementation };

const definition = loadSync(
  ['kontor/customer/v1/customer_service.proto', 'kontor/customer/v1/import_service.proto'],
  {
    includeDirs: [join(root, 'proto'), join(root, 'node_modules/protobufjs')],
    enums: String,
    longs: Number,
    defaults: true,
  },
);

const { kontor } = loadPackageDefinition(definition) as unknown as {
  kontor: { customer: { v1: { CustomerService: Service; ImportService: Service } } };
};

/** The services of Kontor's own contract, read from proto/ when the program starts. */
export const { CustomerService, ImportService } = kontor.customer.v1;

/** A moment of JavaScript as protobuf carries it; null stays null. */
export function toInstant(date: Date | null): Instant | null {
  if (!date) return null;
  const ms = date.getTime();
  return { seconds: Math.floor(ms / 1000), nanos: (ms % 1000) * 1e6 };
}

/** An instant as RFC 3339 text in UTC. */
export function toText({ seconds, nanos }: Instant): string {
  return new Date(seconds * 1000 + nanos / 1e6).toISOString();
}
