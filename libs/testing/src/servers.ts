/** Addresses of the servers that the test run shares. */
export interface TestServers {
  /** A role that may make databases and roles. */
  postgresUrl: string;
  natsUrl: string;
}

/** The servers that Jest's global set-up started, or that the environment named. */
export function testServers(): TestServers {
  const { TEST_POSTGRES_URL: postgresUrl, NATS_URL: natsUrl } = process.env;
  if (!postgresUrl || !natsUrl) {
    throw new Error(
      'TEST_POSTGRES_URL and NATS_URL are not set: run the specs through Jest with its global set-up.',
    );
  }
  return { postgresUrl, natsUrl };
}
