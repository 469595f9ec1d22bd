/** A part of a path that is filled by the caller: no slash, and no colon, which begins a custom verb. */
const PARAMETER = '([^/:]+)';

/** Below /by/ stand ids of other systems, percent-encoded: of any letters, slashes and colons too; no verb follows. */
const foreignIds = /\/by\/\{/;

/**
 * A contract path in the syntax of Fastify's router: `/v1/customers/{id}:transfer` becomes
 * `/v1/customers/:id([^/:]+)::transfer`, where the doubled colon stands for itself.
 */
export function routerPath(path: string): string {
  const form = foreignIds.test(path) ? '' : PARAMETER;
  return path.replaceAll(':', '::').replace(/\{(\w+)\}/g, `:$1${form}`);
}

/** Matches whole request paths of a contract path, whatever the verb. */
export function pathMatcher(path: string): RegExp {
  const literal = path.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replace(/\{\w+\}/g, foreignIds.test(path) ? '[^/]+' : '[^/:]+')}$`);
}
