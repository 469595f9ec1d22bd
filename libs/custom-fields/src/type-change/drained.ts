/**
 * SQL of whether nobody answers filters any more by what was known before a change `c` closed its field: every process has
 * said that it knows better, but for those that were not heard of for so long that they do not trust themselves
 * (`CustomFields.queryFields`); and what was begun just before has ended.
 */
export const drainedSql = `(c.closed_time < clock_timestamp() - interval '1 second' AND NOT EXISTS (
  SELECT FROM custom_field_reader r
  WHERE r.version < c.closed_version AND r.seen_time > clock_timestamp() - interval '15 seconds'))`;
