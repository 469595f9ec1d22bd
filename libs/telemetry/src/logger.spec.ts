import { context, trace } from '@opentelemetry/api';
import { NodeSDK } from '@opentelemetry/sdk-node';
import type { LogLevel } from './logger.js';
import { createLogger, nestLogger } from './logger.js';
import { inSpan } from './tracer.js';

function logging(level?: LogLevel) {
  const written: string[] = [];
  const logger = createLogger('customer', level, { write: (line) => void written.push(line) });
  const lines = () => written.map((line) => JSON.parse(line) as Record<string, unknown>);
  return { logger, written, lines };
}

describe('createLogger', () => {
  it('writes one JSON object a line', () => {
    const { logger, written, lines } = logging();
    logger.info({ rows: 3n }, 'imported');
    expect(written[0]).toMatch(/^\{.*\}\n$/);
    expect(lines()).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/),
        service: 'customer',
        rows: '3',
        msg: 'imported',
      },
    ]);
  });

  it('writes from its level on', () => {
    const { logger, lines } = logging('warn');
    logger.info('quiet');
    logger.warn('loud');
    expect(lines().map(({ msg }) => msg)).toEqual(['loud']);
  });

  it('hides secrets and personal data in facts, in children and in the texts of errors', () => {
    const { logger, written, lines } = logging();
    const error = Object.assign(
      new Error('mailbox li@example.cn refused', { cause: new Error('call +8613800138000') }),
      {
        code: 'EENVELOPE',
        detail: 'Key (email)=(li@example.cn) already exists.',
        parameters: ['Li Lei'],
      },
    );
    logger
      .child({ ownerEmail: 'li@example.cn' })
      .error({ err: error, customer: { name: 'Li Lei', number: 'C-1' } }, 'failed');
    logger.warn('cannot reach postgres://kontor:hunter2@db/kontor with Bearer abcdefghijkl');
    expect(written.join('')).not.toMatch(/example\.cn|Li Lei|hunter2|13800138000|abcdefghijkl/);
    expect(lines()[0]).toMatchObject({
      ownerEmail: '[hidden]',
      customer: { name: '[hidden]', number: 'C-1' },
      err: {
        type: 'Error',
        code: 'EENVELOPE',
        message: 'mailbox [hidden] refused',
        cause: { message: 'call [hidden]' },
      },
    });
    expect(lines()[1]?.msg).toBe('cannot reach postgres://[hidden]@db/kontor with Bearer [hidden]');
  });

  it('writes an error given alone with its text', () => {
    const { logger, lines } = logging();
    logger.error(new RangeError('out of range'));
    expect(lines()[0]).toMatchObject({
      msg: 'out of range',
      err: { type: 'RangeError', stack: expect.stringContaining('RangeError') },
    });
  });

  it('names the active span', async () => {
    const sdk = new NodeSDK({
      spanProcessors: [],
      metricReaders: [],
      logRecordProcessors: [],
      autoDetectResources: false,
    });
    sdk.start();
    const { logger, lines } = logging();
    const spanContext = {
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'b7ad6b7169203331',
      traceFlags: 1,
    };
    context.with(trace.setSpanContext(context.active(), spanContext), () => logger.info('inside'));
    await inSpan('none', {}, () => Promise.resolve(logger.info('outside')));
    expect(lines()[0]).toMatchObject({ trace_id: spanContext.traceId, span_id: spanContext.spanId });
    expect(lines()[1]).not.toHaveProperty('trace_id');
    await sdk.shutdown();
    context.disable();
  });
});

describe('nestLogger', () => {
  it('keeps severity and context', () => {
    const { logger, lines } = logging('trace');
    const nest = nestLogger(logger);
    nest.log('ready', 'Bootstrap');
    nest.warn('slow');
    nest.verbose?.('detail', 'Relay');
    nest.fatal?.('over', 'Main');
    expect(lines().map(({ level, context: where, msg }) => [level, where, msg])).toEqual([
      ['info', 'Bootstrap', 'ready'],
      ['warn', undefined, 'slow'],
      ['trace', 'Relay', 'detail'],
      ['fatal', 'Main', 'over'],
    ]);
  });

  it('tells a stack from a context, and takes errors and objects', () => {
    const { logger, lines } = logging();
    const nest = nestLogger(logger);
    const error = new TypeError('broken');
    nest.error('failed', error.stack, 'Handler');
    nest.error(error, 'Handler');
    nest.error('alone', error.stack);
    nest.log({ port: 1, password: 'hunter2' });
    expect(lines()).toMatchObject([
      { msg: 'failed', context: 'Handler', stack: error.stack },
      { msg: 'broken', context: 'Handler', err: { type: 'TypeError' } },
      { msg: 'alone', stack: error.stack },
      { facts: { port: 1, password: '[hidden]' } },
    ]);
    expect(lines()[2]).not.toHaveProperty('context');
  });

  it('lowers what Nest tells of every module at its start', () => {
    const { logger, lines } = logging('info');
    nestLogger(logger).log('AppModule dependencies initialized', 'InstanceLoader');
    nestLogger(logger).error('cannot resolve', undefined, 'InstanceLoader');
    expect(lines().map(({ level }) => level)).toEqual(['error']);
  });
});
