import { join } from 'node:path';
import { Linter } from 'eslint';
import { boundaries } from './boundaries.js';

const root = join(import.meta.dirname, '../..');

/** What the rule says about one import in one file; empty when it may be. */
function refusals(file: string, source: string): string[] {
  const config = {
    files: ['**/*.ts'],
    plugins: { kontor: boundaries },
    rules: { 'kontor/packages': 'error' as const },
  };
  const messages = new Linter({ cwd: root }).verify(`import { x } from '${source}';\nx();`, config, {
    filename: join(root, file),
  });
  return messages.map((message) => message.message);
}

describe('who may import whom', () => {
  it.each([
    ['apps/customer/src/main.ts', '@kontor/service/start-service'],
    ['apps/customer/src/customer/customer.service.ts', './rules/status.js'],
    ['libs/events/src/relay.ts', '@kontor/database/unit-of-work'],
    ['libs/testing/src/database.ts', '../../../tools/servers/databases.ts'],
    ['apps/customer/test/customer.spec.ts', '@kontor/testing/database'],
    ['libs/errors/src/problem.spec.ts', '@kontor/schema/contract'],
    ['tools/bench/main.ts', '@kontor/errors/codes'],
    ['libs/errors/src/problem.ts', 'node:crypto'],
  ])('%s imports %s', (file, source) => {
    expect(refusals(file, source)).toEqual([]);
  });

  it.each([
    ['apps/customer/src/main.ts', '@kontor/identity/main', 'imported by nobody'],
    ['apps/customer/src/main.ts', '../../identity/src/main.js', 'imported by nobody'],
    ['apps/customer/src/main.ts', '@kontor/testing/database', 'Only tests'],
    ['apps/customer/src/main.ts', '../../../tools/servers/ports.ts', 'no tool'],
    ['libs/errors/src/problem.ts', '@kontor/schema/contract', 'no library'],
    ['libs/query/src/list.ts', '@kontor/rpc/client', 'may import contracts, errors, schema'],
    ['libs/events/src/relay.ts', '../../database/src/unit-of-work.js', 'by its name'],
    ['libs/newcomer/src/x.ts', '@kontor/errors/codes', 'missing in the table'],
  ])('%s may not import %s', (file, source, reason) => {
    expect(refusals(file, source)).toEqual([expect.stringContaining(reason)]);
  });
});
