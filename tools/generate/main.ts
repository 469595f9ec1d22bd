/**
 * Writes libs/contracts/src/gen from proto/: types and controller interfaces (ts-proto), the map of events,
 * and the compiled descriptors. `npm run generate` after every change of proto/; `npm run check` refuses stale output.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFileRegistry, fromBinary, getOption, hasOption, type DescMessage } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { plainWords } from './plain-words.ts';

const target = process.argv[2] ?? 'libs/contracts/src/gen';
rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });

const buf = (...args: string[]) => execFileSync('buf', args, { stdio: ['ignore', 'inherit', 'inherit'] });
const raw = join(tmpdir(), `kontor-generate-${process.pid}`);
mkdirSync(raw);
try {
  buf('generate', '--output', raw);
  const sources = join(raw, 'libs/contracts/src/gen');
  for (const path of readdirSync(sources, { recursive: true, encoding: 'utf8' })) {
    if (
      !/^(kontor|google\/protobuf\/(empty|struct|timestamp)).*\.ts$/.test(path) ||
      path.startsWith('kontor/options')
    )
      continue;
    mkdirSync(join(target, path, '..'), { recursive: true });
    writeFileSync(join(target, path), plainWords(readFileSync(join(sources, path), 'utf8')));
  }
  const image = join(raw, 'image.binpb');
  buf('build', '-o', image);
  writeDescriptors(readFileSync(image));
} finally {
  rmSync(raw, { recursive: true, force: true });
}

function writeDescriptors(image: Uint8Array): void {
  const base64 = Buffer.from(image)
    .toString('base64')
    .replace(/.{1,160}/g, "  '$&' +\n");
  writeFileSync(
    join(target, 'descriptors.ts'),
    `/** FileDescriptorSet of proto/ with comments, base64. Generated. */\nexport const descriptors =\n${base64}  '';\n`,
  );
  const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, image));
  const rules = registry.getExtension('kontor.options.v1.message');
  if (!rules) throw new Error('proto/kontor/options/v1/options.proto defines no message rules');
  const aggregate = (event: DescMessage) => (getOption(event, rules) as { aggregate: string }).aggregate;
  const events: DescMessage[] = [...registry].filter(
    (type): type is DescMessage =>
      type.kind === 'message' && hasOption(type, rules) && aggregate(type) !== '',
  );
  const lines = [
    '/** Every event by its full name. Generated. */',
    ...events.map((event) => `import type { ${event.name} } from './${event.file.name}.js';`),
    '',
    'export interface EventTypes {',
    ...events.map((event) => `  '${event.typeName}': ${event.name};`),
    '}',
    '',
    '/** The kind of record whose change an event tells. */',
    'export const eventAggregates: Record<keyof EventTypes, string> = {',
    ...events.map((event) => `  '${event.typeName}': '${aggregate(event)}',`),
    '};',
    '',
  ];
  writeFileSync(join(target, 'events.ts'), lines.join('\n'));
}
