import { Injectable } from '@nestjs/common';
import { serviceCall } from '@kontor/access/call';
import { UnitOfWork } from '@kontor/database/unit-of-work';

const ended = `i.state IN ('done', 'failed', 'cancelled')`;

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
  }

  private query(text: string): Promise<object[]> {
    return this.work.write(serviceCall('customer', 'tidy imports'), (tx) => tx.query(text));
  }
}
