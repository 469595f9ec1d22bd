import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyOf, type Checkout } from './checkout.ts';

const repository = join(import.meta.dirname, '../..');
const newService = 'tools/new-service/main.ts';

let copy: Checkout;
beforeAll(() => void (copy = copyOf(repository)), 60_000);
afterAll(() => copy?.[Symbol.dispose]());

/** Runs a part that has to succeed; what it wrote is shown where it does not. */
function succeeds(name: string, ...args: string[]): void {
  const { code, output } = copy.run(name, ...args);
  expect(code === 0 ? 'succeeded' : output).toBe('succeeded');
}

describe('npm run new-service', () => {
  it.each([
    ['no name', [], 'Usage'],
    ['a name that is none', ['Stock Room'], 'small letters'],
    ['the name of a service', ['customer'], 'apps/customer already'],
    ['the name of a library', ['access'], 'libs/access already'],
    ['a noun of another service', ['stock-room', '--noun', 'contact'], 'has the noun "contact" already'],
    ['an unknown option', ['stock-room', '--verb', 'move'], '--verb'],
  ])('refuses %s, and writes nothing', (_, args, reason) => {
    const { code, output } = copy.run('node', newService, ...args);
    expect(output).toContain(reason);
    expect(code).toBe(2);
    expect(copy.changes()).toEqual([]);
  });

  it('undoes what it wrote when it fails half-way', () => {
    const generator = join(copy.root, 'tools/generate/main.ts');
    const whole = readFileSync(generator, 'utf8');
    // Fails at its very end, when everything is written.
    writeFileSync(generator, `${whole}\nthrow new Error('no room left');\n`);
    const { code, output } = copy.run('node', newService, 'stock-room', '--noun', 'stock-item');
    expect(output).toContain('no room left');
    expect(code).toBe(1);
    expect(copy.changes()).toEqual(['tools/generate/main.ts']);
    writeFileSync(generator, whole);
    expect(copy.changes()).toEqual([]);
  }, 60_000);

  it('writes a service that has the right types and style, passes its test, and has its places in deploy/ and k8s/', () => {
    succeeds('node', newService, 'stock-room', '--noun', 'stock-item');
    const project = join(copy.root, 'tsconfig.stock-room.json');
    writeFileSync(
      project,
      JSON.stringify({
        extends: './tsconfig.json',
        include: ['apps/stock-room/src', 'apps/stock-room/test'],
      }),
    );
    succeeds('tsc', '-p', project);
    rmSync(project);
    const written = copy.changes();
    expect(written).toContain('libs/contracts/src/gen/kontor/stock_room/v1/stock_item.ts');
    expect(
      written.filter((path) => /garden|hand.?tool/i.test(readFileSync(join(copy.root, path), 'utf8'))),
    ).toEqual([]);
    succeeds('prettier', '--check', '--ignore-unknown', ...written);
    const jest = join(copy.root, 'node_modules/jest/bin/jest.js');
    succeeds(
      'node',
      '--experimental-vm-modules',
      jest,
      'apps/stock-room',
      'tools/check/manifests',
      '-i',
      '--ci',
    );
  }, 180_000);
});
