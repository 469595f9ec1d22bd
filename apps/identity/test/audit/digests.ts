import { readdir } from 'node:fs/promises';
import type { AuditDigest } from '@kontor/contracts/gen/kontor/identity/v1/audit';
import type {
  GetAuditKeyResponse,
  ListAuditDigestsResponse,
} from '@kontor/contracts/gen/kontor/identity/v1/audit_service';
import { DigestJob } from '../../src/audit/digest.job.js';
import { isSigned } from '../../src/audit/rules/digest.js';
import { administrator, asOwner, audit, entry, folder, manager, record, test, verdict } from './scene.js';

describe('digests', () => {
  const create = () => test.call<AuditDigest>(administrator, `${audit}/CreateAuditDigest`, {});

  it('are signed with the key that is published, each following on the one before', async () => {
    await record(entry());
    const first = await create();
    await record(entry());
    const second = await create();
    const { keys } = await test.call<GetAuditKeyResponse>(manager, `${audit}/GetAuditKey`, {});
    expect([first, second].map((digest) => isSigned(digest as never, keys[0]?.publicKey ?? ''))).toEqual([
      true,
      true,
    ]);
    const { auditDigests } = await test.call<ListAuditDigestsResponse>(
      manager,
      `${audit}/ListAuditDigests`,
      {},
    );
    expect(auditDigests[0]).toEqual(second);
    expect(auditDigests.length).toBeGreaterThan(1);
    expect(await verdict()).not.toHaveProperty('fault');
  });

  it('are made by the first entry, and every hour', async () => {
    await asOwner(async (client) => {
      const { rows } = await client.query(`SELECT from_seq FROM audit_digest ORDER BY to_seq LIMIT 1`);
      expect(rows).toEqual([{ from_seq: '1' }]);
    });
  });

  it('are written to a folder, where one is named', async () => {
    await record(entry());
    await create();
    await test.running.app.get(DigestJob).turn();
    const files = (await readdir(folder)).filter((name) => name.endsWith('.json'));
    expect(files.length).toBeGreaterThan(1);
    expect(await verdict()).toMatchObject({ files: files.length });
    expect(await verdict()).not.toHaveProperty('fault');
  });
});
