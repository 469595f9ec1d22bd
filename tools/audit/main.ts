/**
 * Checks that nobody changed the central audit:
 * node tools/audit/main.ts verify --database URL [--digests FOLDER] [--key X]
 * Ends with 1 and names the first fault where there is one. Needs nothing but the database and, to notice a tail that
 * was cut, the digests that were kept elsewhere.
 */
import { parseArgs } from 'node:util';
import pg from 'pg';
import { verify } from './verify.ts';

const usage = `node tools/audit/main.ts verify --database URL [--digests FOLDER] [--key X]

  --database URL    identity's database, as any role that may read it
  --digests FOLDER  copies of the digest files (AUDIT_DIGEST_FOLDER), kept elsewhere
  --key X           public key of GET /v1/audit/key, noted when it was known to be right`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      database: { type: 'string' },
      digests: { type: 'string' },
      key: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return console.log(usage);
  if (positionals.join() !== 'verify' || values.database === undefined) throw new Error(usage);
  const client = new pg.Client({ connectionString: values.database, application_name: 'kontor-audit' });
  await client.connect();
  try {
    const { entries, digests, files, fault } = await verify(client, {
      folder: values.digests,
      key: values.key,
    });
    const looked = `${entries} entries, ${digests} digests${values.digests === undefined ? '' : `, ${files} files`}`;
    if (fault === undefined) return console.log(`The audit is as it was written: ${looked}.`);
    console.error(`The audit was tampered with: ${fault}. (${looked} looked at)`);
    process.exitCode = 1;
  } finally {
    await client.end();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
