import { stopTestServers } from '../../../tools/servers/test-servers.ts';

/** Jest calls this once after all tests: it stops the servers and leaves nothing behind. */
export default stopTestServers;
