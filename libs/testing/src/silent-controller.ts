import { Controller, type Type } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { contract } from '@kontor/schema/contract';

/**
 * A controller that answers the calls of a service's package with nothing, but for those of the gRPC services that a test
 * answers itself: a service does not start while a call of its package has no answer.
 */
export function silentController(service: string, answered: readonly string[]): Type {
  class SilentController {}
  Controller()(SilentController);
  const ownPackage = `kontor.${service.replaceAll('-', '_')}.v1.`;
  for (const method of contract.methods()) {
    const name = method.service.slice(ownPackage.length);
    if (!method.service.startsWith(ownPackage) || answered.includes(name)) continue;
    const rpc = method.name.charAt(0).toLowerCase() + method.name.slice(1);
    const answer = { value: () => ({}), configurable: true };
    Object.defineProperty(SilentController.prototype, `${name}.${rpc}`, answer);
    GrpcMethod(name, rpc)(SilentController.prototype, `${name}.${rpc}`, answer);
  }
  return SilentController;
}
