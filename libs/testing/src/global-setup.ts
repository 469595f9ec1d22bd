import { startTestServers } from '../../../tools/servers/test-servers.ts';

/** Jest calls this once before all tests: it starts Postgres and NATS and passes their addresses on to the workers. */
export default startTestServers;
