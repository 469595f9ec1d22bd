// A service in small: an HTTP server whose handler asks Postgres through TypeORM and through pg, inside a span of
// its own. The specs start it as a process, because loader hooks and module loading are what they look at.
import { createServer, get } from 'node:http';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { nameRoute } from '@kontor/telemetry/http-route';
import { createLogger } from '@kontor/telemetry/logger';
import { recordCall } from '@kontor/telemetry/metrics';
import { startTelemetry } from '@kontor/telemetry/start';
import { carry, inSpan } from '@kontor/telemetry/tracer';
import pg from 'pg';
import { DataSource } from 'typeorm';

const telemetry = await startTelemetry('traced-program');
const logger = createLogger('traced-program');
const url = process.argv[2];
const source = await new DataSource({ type: 'postgres', url }).initialize();
const pool = new pg.Pool({ connectionString: url, max: 1 });

const server = createServer((request, response) => {
  nameRoute('/v1/{things}');
  void inSpan('answer', {}, async () => {
    logger.info('asked');
    await source.query('select 1 as through_typeorm');
    await pool.query('select 2 as through_pg');
    recordCall({ side: 'server', method: '/kontor.test.v1.Test/Answer', code: 'ok', seconds: 0.02 });
    response.end(JSON.stringify(carry()));
  });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
for (const path of ['/readyz', '/v1/things?filter=li%40example.cn']) {
  const [answer] = await once(get({ port: server.address().port, path }), 'response');
  answer.resume();
  await once(answer, 'end');
}
server.close();
await source.destroy();
await pool.end();
await telemetry.shutdown();
const { cache } = createRequire(import.meta.url);
const sdkLoaded = Object.keys(cache).some((file) =>
  /opentelemetry.(sdk|instrumentation|exporter)/.test(file),
);
logger.info({ on: telemetry.on, sdkLoaded }, 'done');
process.exit();
