import { Injectable } from '@nestjs/common';
import { serviceCall } from '@kontor/access/call';
import { UnitOfWork } from '@kontor/database/unit-of-work';

const ended = `i.state IN ('done', 'failed', 'cancelled', 'undoing', 'undone')`;

/** An upload that was refused or broke off: nothing of it was ever read, and nobody needs to see it. */
const refusedUpload = `i.state = 'cancelled' AND i.bytes_total = 0 AND i.end_time < clock_timestamp() - interval '1 hour'`;

/** How long it shows what an import did; undoing needs a week of it. */
const itemsKept = `interval '30 days'`;

/** Rows removed by one statement, so that none runs long. */
const slices = { import_chunk: 50, import_dry_row: 20_000 } as const;

/** Removes what imports need only while they run, and ends uploads that nobody finished within a day. */
@Injectable()
export class ImportTidy {
  constructor(private readonly work: UnitOfWork) {}

  async tidy(): Promise<void> {
    await this
      .query(`UPDATE import SET state = 'cancelled', end_time = clock_timestamp(), version = version + 1
      WHERE state = 'uploading' AND create_time < clock_timestamp() - interval '1 day'`);
    for (const [table, slice] of Object.entries(slices)) {
      let removed: object[];
      do {
        removed = await this.query(`DELETE FROM ${table} WHERE ctid = ANY (ARRAY (
          SELECT t.ctid FROM ${table} t JOIN import i ON i.id = t.import_id WHERE ${ended} LIMIT ${slice}
        )) RETURNING 1`);
      } while (removed.length === slice);
    }
    await this.query(`DELETE FROM import i WHERE ${refusedUpload}
      AND NOT EXISTS (SELECT 1 FROM import_chunk c WHERE c.import_id = i.id)`);
    await this.removeItems();
  }

  private async removeItems(): Promise<void> {
    let removed: object[];
    do {
      removed = await this.query(`DELETE FROM import_item WHERE ctid = ANY (ARRAY (
        SELECT t.ctid FROM import_item t JOIN import i ON i.id = t.import_id
        WHERE ${ended} AND i.state <> 'undoing' AND i.end_time < clock_timestamp() - ${itemsKept} LIMIT 20000
      )) RETURNING 1`);
    } while (removed.length === 20_000);
  }

  private query(text: string): Promise<object[]> {
    return this.work.write(serviceCall('customer', 'tidy imports'), (tx) => tx.query(text));
  }
}
