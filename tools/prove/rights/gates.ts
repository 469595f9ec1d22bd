import { defaultRoles } from '@kontor/access/default-roles';
import { AppError } from '@kontor/errors/app-error';
import { RpcClients } from '@kontor/rpc/client';
import { contract, type MethodContract } from '@kontor/schema/contract';
import type { Stage } from '../stage/stage.ts';

/** A place where a token is judged: the gateway, or the gRPC port of a service. */
export interface Gate {
  name: string;
  /** Reads something that every salesperson may read; resolves to `open` or the reason of the refusal. */
  knock(token: string): Promise<string>;
}

/** What every salesperson may. */
const held = new Set(defaultRoles.find(({ id }) => id === 'salesperson')?.permissions ?? []);

/** The permissions that the gates ask for: scopes of a key that opens all of them. */
export function gatePermissions(stage: Stage): string[] {
  const asked = [...stage.suite.serviceUrls.keys()].flatMap((service) => listOf(service)?.permission ?? []);
  return [...new Set(asked)];
}

/** Every gate of a suite. Call close() when done. */
export function openGates(stage: Stage): { gates: Gate[]; close(): void } {
  const clients = new RpcClients(Object.fromEntries(stage.suite.serviceUrls));
  const gates = [...stage.suite.serviceUrls.keys()].flatMap((service) => {
    const method = listOf(service);
    return method ? [grpcGate(service, method, clients)] : [];
  });
  const list = listOf('customer');
  if (list?.http) gates.push(httpGate(stage, list.http.path));
  return { gates, close: () => clients.close() };
}

/** A list of a service that a salesperson may ask for without saying anything. */
function listOf(service: string): MethodContract | undefined {
  const prefix = `kontor.${service.replaceAll('-', '_')}.v1.`;
  return contract
    .methods()
    .find(
      ({ service: of, name, http, permission }) =>
        of.startsWith(prefix) &&
        name.startsWith('List') &&
        http?.verb === 'get' &&
        !http.path.includes('{') &&
        permission !== undefined &&
        held.has(permission) &&
        !permission.startsWith('session.') &&
        !permission.startsWith('credential.'),
    );
}

function grpcGate(service: string, method: MethodContract, clients: RpcClients): Gate {
  return {
    name: `${service}:${method.name}`,
    knock: async (token) => {
      const call = { requestId: 'prove', language: 'en', deadline: Date.now() + 2_000 } as const;
      try {
        await clients.call(method.path, {}, call, token);
        return 'open';
      } catch (error) {
        if (error instanceof AppError) return error.reason;
        throw error;
      }
    },
  };
}

function httpGate(stage: Stage, path: string): Gate {
  return {
    name: `gateway:${path}`,
    knock: async (token) => {
      const answer = await stage.http.send({
        method: 'GET',
        path,
        headers: { authorization: `Bearer ${token}` },
      });
      if (answer.status === 200) return 'open';
      const { type = String(answer.status) } = JSON.parse(answer.text) as { type?: string };
      return type.split(':').at(-1) ?? type;
    },
  };
}
