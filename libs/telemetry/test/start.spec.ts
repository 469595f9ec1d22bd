import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { testServers } from '@kontor/testing/servers';
import { otlpReceiver } from './otlp-receiver.js';

const program = new URL('traced-program.mjs', import.meta.url).pathname;

/** Runs the program on the built library (`npm run build`), as in production, and answers the lines that it logged. */
async function run(nodeArguments: string[], env: Record<string, string>): Promise<Record<string, unknown>[]> {
  const child = spawn(process.execPath, [...nodeArguments, program, testServers().postgresUrl], {
    cwd: new URL('..', import.meta.url).pathname,
    env: { ...env, PATH: '/usr/bin' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  expect({ code: child.exitCode, errors }).toEqual({ code: 0, errors: '' });
  return out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

const preload = ['--import', '@kontor/telemetry/register'];

describe('telemetry of a process', () => {
  it('spans from the HTTP request over a span of our own to Postgres, in one trace that the log names', async () => {
    await using receiver = await otlpReceiver();
    const lines = await run(preload, receiver.env);

    const named = (name: string) => receiver.spans.filter((span) => span.name === name);
    const [http, ...more] = named('GET /v1/{things}');
    const [own] = named('answer');
    const queries = receiver.spans.filter((span) => span.scope.endsWith('-pg'));
    expect(more).toEqual([]);
    expect(named('GET')).toEqual([]); // neither the probe nor the outgoing requests of the program
    expect(own).toMatchObject({
      service: 'kontor-telemetry',
      traceId: http?.traceId,
      parentSpanId: http?.spanId,
    });
    expect(queries.map((span) => span.attributes['db.query.text'])).toEqual([
      'select 1 as through_typeorm',
      'select 2 as through_pg',
    ]);
    for (const query of queries)
      expect(query).toMatchObject({ traceId: http?.traceId, parentSpanId: own?.spanId });
    expect(lines).toContainEqual(
      expect.objectContaining({ trace_id: own?.traceId, span_id: own?.spanId, msg: 'asked' }),
    );
    expect([...receiver.metrics]).toEqual(
      expect.arrayContaining(['http.server.request.duration', 'rpc.server.call.duration']),
    );
    expect(JSON.stringify(receiver.spans)).not.toContain('example.cn');
  });

  it('sees Postgres even where the service starts it only in its first line', async () => {
    await using receiver = await otlpReceiver();
    const lines = await run([], receiver.env);
    const own = receiver.spans.filter((span) => span.name === 'answer').map((span) => span.spanId);
    const queries = receiver.spans.filter((span) => span.scope.endsWith('-pg'));
    expect(queries.length).toBe(2 * own.length);
    for (const query of queries) expect(own).toContain(query.parentSpanId);
    expect(receiver.spans[0]?.service).toBe('traced-program');
    expect(lines.at(-1)).toMatchObject({ msg: 'done', on: true, sdkLoaded: true });
  });

  it.each([
    ['nothing is asked for', {}],
    ['it is disabled', { OTEL_SDK_DISABLED: 'true', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' }],
  ])('loads nothing of the SDK where %s', async (_, env) => {
    const lines = await run(preload, env);
    expect(lines.at(-1)).toMatchObject({ msg: 'done', on: false, sdkLoaded: false });
    expect(lines.some((line) => 'trace_id' in line)).toBe(false);
  });

  it('ends cleanly where the collector is away', async () => {
    const lines = await run(preload, { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' });
    expect(lines.at(-1)).toMatchObject({ msg: 'done', on: true });
  });
});
