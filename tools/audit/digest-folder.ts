import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSigned, type SignedDigest } from '../../apps/identity/src/audit/rules/digest.ts';

/** A digest as it was written to a folder, with the key that verifies it. */
interface FiledDigest extends SignedDigest {
  publicKey: string;
}

const parts = [
  'id',
  'fromSeq',
  'toSeq',
  'headHash',
  'previousSignature',
  'time',
  'keyId',
  'signature',
] as const;

/** What the files of a folder say against the digests and keys of the database; undefined where all agree. */
export function folderFault(
  folder: string,
  stored: readonly SignedDigest[],
  keys: ReadonlyMap<string, string>,
): { files: number; fault?: string } {
  const byEnd = new Map(stored.map((digest) => [digest.toSeq, digest]));
  const names = readdirSync(folder)
    .filter((name) => /^audit-digest-\d+\.json$/.test(name))
    .sort();
  for (const name of names) {
    const fault = fileFault(join(folder, name), byEnd, keys);
    if (fault) return { files: names.length, fault: `${name}: ${fault}` };
  }
  return { files: names.length };
}

function fileFault(
  path: string,
  byEnd: ReadonlyMap<string, SignedDigest>,
  keys: ReadonlyMap<string, string>,
): string | undefined {
  let filed: FiledDigest;
  try {
    filed = JSON.parse(readFileSync(path, 'utf8')) as FiledDigest;
  } catch {
    return 'is no digest';
  }
  if (!isSigned(filed, filed.publicKey)) return 'the file was changed: its signature is not right';
  if (keys.get(filed.keyId) !== filed.publicKey) return `key ${filed.keyId} is another one in the database`;
  const stored = byEnd.get(filed.toSeq);
  if (!stored) return `the digest up to entry ${filed.toSeq} is missing in the database`;
  const part = parts.find((name) => stored[name] !== filed[name]);
  return part && `${part} is another in the database: the digest there was replaced`;
}
