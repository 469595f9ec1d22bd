/** Least share of the bound's requests a second, by scenario. */
export const aimedRatio: Record<string, number> = { create: 0.45, read: 0.65, list: 1.0 };

/** At so many connections the slowest hundredth may take this many times as long as the bound's. */
export const aimedTail = { connections: 64, times: 3 };

/** Milliseconds that counting by status may take: the 99th percentile on one connection. */
export const aimedCountsMs = 5;

/** Milliseconds from commit to consumer, 99th percentile. */
export const aimedEventMs = 50;

/** How much longer a list may take with rights, and milliseconds for the counts of a team. */
export const aimedRights = { times: 1.3, countsMs: 50 };

/** Rows a second that an import takes in. */
export const aimedImportRows = 5_000;

/**
 * Requests a second measured earlier on a machine of this kind (2 cores) at 16 connections, for orientation: today's
 * machine is another one.
 */
export const earlier: Record<string, Record<string, number>> = {
  'bound (Node 24)': { create: 2_190, read: 2_930, list: 1_080 },
  'without the gRPC hop (Node 20)': { create: 3_430, read: 11_850, list: 2_560 },
  Directus: { create: 149, read: 253, list: 216 },
  Tryton: { create: 133, read: 218, list: 104 },
  'Odoo 19': { create: 43, read: 182, list: 111 },
};

/**
 * The customer base: how many times as long a creation may take with the check for duplicates as without; 99th percentiles
 * of search, of the panorama at 16 connections, of a ring until its card beside 16 connections, and of users while prospects are
 * reclaimed; seconds for judging 100,000
 * prospects; how many times the cost at a tenth of the size a cost may be.
 */
export const aimedCustomer = {
  checkTimes: 1.5,
  searchP99Ms: 50,
  panoramaP99Ms: 60,
  ringP99Ms: 1_000,
  usersP99Ms: 100,
  reclaimSeconds: 10,
  growth: 1.3,
};
