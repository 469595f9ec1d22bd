import { globSync, readFileSync } from 'node:fs';
import { auditedServices } from './audited-services.js';

test('every service with a database is audited centrally', () => {
  const root = new URL('../../../../', import.meta.url).pathname;
  const withDatabase = globSync('apps/*/package.json', { cwd: root })
    .filter((file) => {
      const { kontor } = JSON.parse(readFileSync(`${root}${file}`, 'utf8')) as {
        kontor?: { database?: boolean };
      };
      return kontor?.database;
    })
    .map((file) => file.split('/')[1]);
  expect([...auditedServices].sort()).toEqual(withDatabase.sort());
});
