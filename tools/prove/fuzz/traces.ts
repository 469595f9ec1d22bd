import type { Tallies } from '../claim.ts';
import type { Stage } from '../stage/stage.ts';

/**
 * Tables whose rows come of accepted requests only: operations that add one each (`by`), and those that add one or none,
 * by what they find (`or`), such as a customer that an external id or an address names already.
 */
const tables: readonly {
  service: string;
  table: string;
  by: string;
  or?: readonly string[];
  except?: string;
}[] = [
  {
    ...{ service: 'customer', table: 'customer', by: 'createCustomer' },
    or: ['upsertCustomer', 'makeProspectOfTriageItem', 'acceptWebSubmission', 'submitWebForm'],
  },
  {
    ...{ service: 'customer', table: 'contact', by: 'createContact' },
    or: ['acceptWebSubmission', 'submitWebForm'],
    // A conversion makes its contact in the same moment.
    except: `WHERE NOT EXISTS (SELECT 1 FROM conversion v WHERE v.contact_id = contact.id AND v.create_time = contact.create_time)`,
  },
  {
    ...{ service: 'customer', table: 'interaction', by: 'createInteraction' },
    or: [
      ...['ingestInteraction', 'assignTriageItem', 'makeProspectOfTriageItem', 'choosePhoneCallCustomer'],
      ...['acceptWebSubmission', 'submitWebForm'],
    ],
  },
  { service: 'identity', table: 'person', by: 'createPerson' },
  { service: 'identity', table: 'unit', by: 'createUnit' },
];

/** A file that breaks off on its way leaves its import behind, called off: by then it had been opened. */
const exceptBrokenUploads: Record<string, string> = {
  customer: `AND NOT (object = 'import'
    AND EXISTS (SELECT 1 FROM import i WHERE i.id::text = object_id AND i.state = 'cancelled'))`,
};

/** Row counts by table. */
export type RowCounts = ReadonlyMap<string, number>;

/** Counts the rows of the tables that requests may add to. */
export async function countRows(stage: Stage): Promise<RowCounts> {
  const counts = new Map<string, number>();
  for (const { service, table, except = '' } of tables) {
    const [row] = await stage.database(service, (query) =>
      query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table} ${except}`),
    );
    counts.set(table, row?.count ?? 0);
  }
  return counts;
}

/**
 * Claim `refused-wrote-nothing`: no change is audited and no event emitted under the id of a refused request, and the
 * tables grew by the accepted creates and nothing else.
 *
 * @param refused id of each refused request → what it was
 * @param accepted operation → requests that were accepted
 */
export async function checkTraces(
  stage: Stage,
  before: RowCounts,
  refused: ReadonlyMap<string, string>,
  accepted: ReadonlyMap<string, number>,
  tallies: Tallies,
): Promise<void> {
  const tally = tallies.of('refused-wrote-nothing');
  tally.tried(refused.size);
  const after = await countRows(stage);
  for (const { table, by, or = [] } of tables) {
    const grown = (after.get(table) ?? 0) - (before.get(table) ?? 0);
    const made = accepted.get(by) ?? 0;
    const atMost = or.reduce((sum, one) => sum + (accepted.get(one) ?? 0), made);
    tallies
      .of('rows-are-accepted-creates')
      .check(
        made <= grown && grown <= atMost
          ? undefined
          : `${table}: ${grown} rows, ${made} to ${atMost} accepted`,
      );
  }
  for (const service of stage.services) {
    const strays = await stage.database(service, (query) =>
      query<{ what: string; request_id: string }>(
        `SELECT 'audit ' || action || ' ' || object AS what, request_id FROM audit
           WHERE outcome = 'done' AND request_id = ANY ($1) ${exceptBrokenUploads[service] ?? ''}
         UNION ALL SELECT 'outbox ' || type, request_id FROM outbox WHERE request_id = ANY ($1)`,
        [[...refused.keys()]],
      ),
    );
    for (const { what, request_id } of strays) {
      const request = refused.get(request_id);
      tally.failed(
        `${service}: ${what} of the refused request ${request_id}: ${request}`,
        `${what} ${request}`,
      );
    }
  }
}
