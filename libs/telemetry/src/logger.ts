import type { LoggerService } from '@nestjs/common';
import { context, isSpanContextValid, trace } from '@opentelemetry/api';
import type { DestinationStream, Logger } from 'pino';
import { pino, stdTimeFunctions } from 'pino';
import { redact, scrub } from './redaction.js';

export type { Logger } from 'pino';

/** From which severity on lines are written. */
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/**
 * A logger that writes one JSON object a line: `level` as a word, `time` in RFC 3339, `service`, the `trace_id` and
 * `span_id` of the active span, what was given, `msg`. Values under telling keys are hidden, see `redaction.ts`; put
 * facts into the object, not into the text. Writes to standard output unless a destination is given.
 */
export function createLogger(
  service: string,
  level: LogLevel = 'info',
  destination?: DestinationStream,
): Logger {
  return pino(
    {
      level,
      base: { service },
      timestamp: stdTimeFunctions.isoTime,
      mixin: activeSpan,
      formatters: { level: (label) => ({ level: label }), log: redact, bindings: redact },
      // `redact` has already written the error out; pino's own serializer would add every property of it.
      serializers: { err: (facts: unknown) => facts },
      hooks: { streamWrite: scrub },
    },
    destination ?? pino.destination(1),
  );
}

function activeSpan(): object {
  const span = trace.getSpanContext(context.active());
  if (span === undefined || !isSpanContextValid(span)) return {};
  return { trace_id: span.traceId, span_id: span.spanId };
}

/** Nest tells of every module, route and handler while it starts; that interests only who debugs the start. */
const chatty = new Set([
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestFactory',
  'NestMicroservice',
]);

type Severity = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';

/** Lets Nest write through our logger. Nest's last text argument is the context, an error's second is its stack. */
export function nestLogger(logger: Logger): LoggerService {
  const write =
    (severity: Severity) =>
    (message: unknown, ...rest: unknown[]) => {
      const nestContext =
        typeof rest.at(-1) === 'string' && !isStack(rest.at(-1)) ? String(rest.pop()) : undefined;
      const stack = rest.find(isStack);
      const level =
        severity === 'info' && nestContext !== undefined && chatty.has(nestContext) ? 'debug' : severity;
      const err = message instanceof Error ? message : rest.find((part) => part instanceof Error);
      const text = message instanceof Error ? message.message : message;
      logger[level](
        {
          ...(nestContext === undefined ? {} : { context: nestContext }),
          ...(err === undefined ? {} : { err }),
          ...(stack === undefined ? {} : { stack }),
          ...(typeof text === 'string' ? {} : { facts: text }),
        },
        typeof text === 'string' ? text : '',
      );
    };
  return {
    log: write('info'),
    error: write('error'),
    warn: write('warn'),
    debug: write('debug'),
    verbose: write('trace'),
    fatal: write('fatal'),
  };
}

function isStack(part: unknown): part is string {
  return typeof part === 'string' && /\n\s+at /.test(part);
}
