import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import ts from 'typescript';
import { parseAllDocuments } from 'yaml';

const root = join(import.meta.dirname, '../..');

/** An object of Kubernetes as far as every object is alike. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string> };
}

/** Whether this machine can render a kustomization. */
export function canRender(): boolean {
  try {
    execFileSync('kubectl', ['version', '--client'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** The objects of a folder with a kustomization, as `kubectl apply --kustomize` would send them. */
export function render(folder: string): Manifest[] {
  const text = execFileSync('kubectl', ['kustomize', join(root, folder)], {
    encoding: 'utf8',
    maxBuffer: 16 << 20,
  });
  return parseAllDocuments(text).map((document) => onOneLine(document.toJS() as Manifest));
}

/** kustomize breaks long base64 into lines. Kubernetes reads over the breaks; the schema's format knows none. */
function onOneLine<M extends Manifest & { data?: Record<string, string> }>(manifest: M): M {
  if (manifest.kind !== 'Secret') return manifest;
  const entries = Object.entries(manifest.data ?? {}).map(([key, value]) => [
    key,
    value.replaceAll(/\s/g, ''),
  ]);
  return { ...manifest, data: Object.fromEntries(entries) as Record<string, string> };
}

/**
 * What Kubernetes would refuse or silently drop: values that break the JSON schema of their kind, and fields that the
 * kind does not have. The schemas leave other fields through; TypeScript's check of surplus properties does not.
 */
export async function faults(manifests: Manifest[]): Promise<string[]> {
  const broken = await Promise.all(manifests.map(schemaFault));
  return [...broken.flat(), ...typeFaults(manifests)];
}

/** `Deployment/customer` */
export function nameOf({ kind, metadata }: Manifest): string {
  return `${kind}/${metadata.name}`;
}

async function schemaFault(manifest: Manifest): Promise<string[]> {
  type Kind = new (data: Manifest) => { validate(): void };
  const module = (await import(modelOf(manifest))) as Record<string, Kind>;
  const Model = module[manifest.kind];
  if (!Model) return [`${nameOf(manifest)}: there is no such kind in ${manifest.apiVersion}`];
  try {
    new Model(manifest).validate();
    return [];
  } catch (error) {
    return [`${nameOf(manifest)}: ${(error as Error).message}`];
  }
}

function typeFaults(manifests: Manifest[]): string[] {
  const file = join(root, 'tools/check/manifests.rendered.ts');
  const source = manifests.map(
    (manifest, i) =>
      `import type { I${manifest.kind} as Kind${i} } from '${modelOf(manifest)}';\n` +
      `export const manifest${i}: Kind${i} = ${JSON.stringify(manifest)};\n`,
  );
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2024,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.fileExists = (path) => path === file || fileExists(path);
  host.readFile = (path) => (path === file ? source.join('') : readFile(path));
  const program = ts.createProgram([file], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ file: where, start = 0, messageText }) => {
    // Two lines for each manifest.
    const line = where?.fileName === file ? where.getLineAndCharacterOfPosition(start).line : -1;
    const manifest = manifests[Math.floor(line / 2)];
    return `${manifest ? nameOf(manifest) : (where?.fileName ?? '')}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}

function modelOf({ apiVersion, kind }: Manifest): string {
  return `kubernetes-models/${apiVersion}/${kind}`;
}
