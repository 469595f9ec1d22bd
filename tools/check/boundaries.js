import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** Library → libraries that it may import. The same table, with reasons, stands in docs/architecture.md. */
const mayImport = {
  contracts: [],
  errors: [],
  schema: ['contracts', 'errors'],
  telemetry: [],
  calendar: ['contracts'],
  files: ['errors'],
  access: ['contracts', 'errors', 'schema'],
  query: ['contracts', 'errors', 'schema', 'access'],
  database: ['contracts', 'errors', 'schema', 'telemetry', 'access'],
  'custom-fields': ['contracts', 'errors', 'schema', 'access', 'query', 'database', 'events'],
  people: ['contracts', 'errors', 'schema', 'access', 'database', 'events', 'custom-fields'],
  events: ['contracts', 'errors', 'access', 'database', 'schema', 'telemetry'],
  rpc: ['contracts', 'access', 'errors', 'schema', 'telemetry'],
  service: 'all',
  testing: 'all',
};

/** The package that a file of this repository belongs to, as `apps/customer` or `libs/errors`; undefined outside. */
function packageOf(file) {
  const [group, name] = relative(root, file).split(/[\\/]/);
  return group === 'apps' || group === 'libs' || group === 'tools' ? `${group}/${name}` : undefined;
}

/** Where an import leads, as {@link packageOf} says it; undefined for packages from npm and for Node's own. */
function target(source, file) {
  if (source.startsWith('.')) return packageOf(resolve(dirname(file), source));
  const [, name] = /^@kontor\/([^/]+)/.exec(source) ?? [];
  return name && `${name in mayImport ? 'libs' : 'apps'}/${name}`;
}

/** Why `from` may not import `to`; undefined when it may. */
function refusal(from, to, source, isTest) {
  const [group, name] = from.split('/');
  const [toGroup, toName] = to.split('/');
  if (group === 'tools') return undefined;
  if (toGroup === 'apps') return 'An app is imported by nobody: ask it by gRPC or listen to its events.';
  if (toGroup === 'tools') {
    return from === 'libs/testing' || isTest ? undefined : 'What runs in production imports no tool.';
  }
  if (source.startsWith('.')) return `Import another package by its name: '@kontor/${toName}/…'.`;
  if (isTest) return undefined;
  if (toName === 'testing') return 'Only tests import the testing library.';
  if (group === 'apps') return undefined;
  const allowed = mayImport[name];
  if (allowed === undefined) return `libs/${name} is missing in the table of tools/check/boundaries.js.`;
  if (allowed === 'all' || allowed.includes(toName)) return undefined;
  return `libs/${name} may import ${allowed.length ? allowed.join(', ') : 'no library'} (docs/architecture.md).`;
}

const packages = {
  meta: { type: 'problem', messages: { refused: '{{reason}}' }, schema: [] },
  create(context) {
    const file = context.filename;
    const from = packageOf(file);
    if (!from) return {};
    const isTest = /\.spec\.ts$|[\\/]test[\\/]/.test(file);
    const check = (node) => {
      const source = node.source?.value;
      if (typeof source !== 'string') return;
      const to = target(source, file);
      if (!to || to === from) return;
      const reason = refusal(from, to, source, isTest);
      if (reason) context.report({ node, messageId: 'refused', data: { reason } });
    };
    return {
      ImportDeclaration: check,
      ImportExpression: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
    };
  },
};

/** ESLint plugin with the one rule `kontor/packages`: who may import whom in this repository. */
export const boundaries = { meta: { name: 'kontor' }, rules: { packages } };
