import { fastify } from 'fastify';
import { Readable } from 'node:stream';
import { contract } from '@kontor/schema/contract';
import { createLogger } from '@kontor/telemetry/logger';
import { Organisation } from '@kontor/access/organisation';
import { nobody } from '@kontor/access/caller';
import { Viewer } from '../src/events/audience.js';
import { addressVariable, behindTheGateway, loadConfig } from '../src/config.js';
import { logAccess } from '../src/edge/access-log.js';
import { formatCursor, parseCursor } from '../src/events/cursor.js';
import { chunksOf } from '../src/imports/chunks.js';
import { matchesNone, readIfMatch } from '../src/request/if-match.js';
import { pathMatcher, routerPath } from '../src/request/path-pattern.js';
import { requestPlan } from '../src/request/request-plan.js';

describe('the environment', () => {
  const env = {
    ...Object.fromEntries(behindTheGateway().map((service) => [addressVariable(service), `${service}:4000`])),
    NATS_URL: 'nats://127.0.0.1:4222',
    IDENTITY_URL: 'http://identity:4010/',
    CUSTOMER_URL: 'customer:4020',
    NOTIFICATION_URL: '127.0.0.1:4030',
  };

  it('names the address of every service that the contract has calls of', () => {
    const { services, port, limits } = loadConfig(behindTheGateway(), env);
    expect(services).toMatchObject({
      identity: 'identity:4010',
      customer: 'customer:4020',
      notification: '127.0.0.1:4030',
    });
    expect([port, limits.requestsPerMinute]).toEqual([8080, 20_000]);
  });

  it('is refused with the names of all variables at fault', () => {
    expect(() => loadConfig(['sales-pipeline'], { PORT: 'x' })).toThrow(
      /PORT[\s\S]*NATS_URL[\s\S]*SALES_PIPELINE_URL/,
    );
  });
});

describe('paths', () => {
  it('become the paths of the router, a colon standing for itself', () => {
    expect(routerPath('/v1/customers/{id}:transfer')).toBe('/v1/customers/:id([^/:]+)::transfer');
    expect(routerPath('/v1/customers:count')).toBe('/v1/customers::count');
  });

  it('match whole request paths', () => {
    const matcher = pathMatcher('/v1/imports/{id}/bad-rows.csv');
    expect(
      ['/v1/imports/1/bad-rows.csv', '/v1/imports/1/bad-rowsxcsv', '/v1/imports/1/2/bad-rows.csv'].map(
        (path) => matcher.test(path),
      ),
    ).toEqual([true, false, false]);
  });
});

describe('request plans', () => {
  it('leave to the query what path, body and headers do not say', () => {
    const plan = requestPlan(contract.method('/kontor.customer.v1.CustomerService/UpdateCustomer'));
    expect([plan.path, [...plan.query.keys()], plan.body, plan.takesEtag]).toEqual([
      ['id'],
      ['reason', 'acceptDuplicates', 'duplicateReason'],
      'customer',
      true,
    ]);
    expect(plan.maskable?.has('name')).toBe(true);
  });
});

describe('entity tags', () => {
  it.each([
    [undefined, undefined],
    ['*', undefined],
    ['"3"', '3'],
    [' W/"a-1" ', 'a-1'],
  ])('reads the If-Match %s as %s', (header, etag) => {
    expect(readIfMatch(header)).toBe(etag);
  });

  it.each([
    [undefined, false],
    ['*', true],
    ['"3"', true],
    ['"1", W/"3"', true],
    ['3', false],
    ['"33"', false],
  ])('finds version 3 in the If-None-Match %s: %s', (header, found) => {
    expect(matchesNone(header, '3')).toBe(found);
  });
});

describe('cursors', () => {
  it('are read as they were written', () => {
    const cursor = new Map([
      ['customer', 41],
      ['sales-pipeline', 7],
    ]);
    expect(formatCursor(cursor)).toBe('customer:41,sales-pipeline:7');
    expect(parseCursor(formatCursor(cursor))).toEqual(cursor);
  });
});

describe('audiences', () => {
  const caller = { ...nobody, kind: 'person', personId: 'anna', roles: ['salesperson'] } as const;
  const sales = { roles: ['salesperson'] };
  const ofBoris = { kind: 'owner', object: 'customer', id: 'boris' } as const;

  it('follow the newest organisation', () => {
    const viewer = new Viewer('anna');
    const apart = new Organisation([{ id: 'anna', ...sales }, { id: 'boris' }]);
    const above = new Organisation([
      { id: 'anna', ...sales },
      { id: 'boris', managerId: 'anna' },
    ]);
    expect(viewer.sees(ofBoris, caller, apart)).toBe(false);
    expect(viewer.sees(ofBoris, caller, above)).toBe(true);
    expect(viewer.sees(ofBoris, caller, apart)).toBe(false);
  });

  it('of one person leave out even superiors', () => {
    const organisation = new Organisation([
      { id: 'anna', ...sales },
      { id: 'boris', managerId: 'anna' },
    ]);
    expect(new Viewer('anna').sees({ kind: 'person', id: 'boris' }, caller, organisation)).toBe(false);
    expect(new Viewer('anna').sees({ kind: 'person', id: 'anna' }, caller, organisation)).toBe(true);
  });

  it('hold whom a substitution lets in, as long as it lasts', () => {
    const substitutions = [
      { personId: 'boris', substituteId: 'anna', start: 10_000, end: 20_000, objects: [] },
    ];
    const organisation = new Organisation(
      [
        { id: 'anna', ...sales },
        { id: 'boris', ...sales },
      ],
      { substitutions },
    );
    const viewer = new Viewer('anna');
    const seen = [9_000, 12_000, 19_000, 22_000].map((now) =>
      viewer.sees(ofBoris, caller, organisation, now),
    );
    expect(seen).toEqual([false, true, true, false]);
  });

  it('hold the people and units to whom a record is shared', () => {
    const people = [{ id: 'anna', unitId: 'east', ...sales }, { id: 'boris' }];
    const organisation = new Organisation(people, {
      units: [{ id: 'east', parentId: 'china' }, { id: 'china' }],
    });
    const shared = (...also: string[]) => new Viewer('anna').sees({ ...ofBoris, also }, caller, organisation);
    expect([shared('anna'), shared('east'), shared('china'), shared('west', 'chen'), shared()]).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('pieces of a file', () => {
  async function sizes(...pieces: number[]): Promise<number[]> {
    const found: number[] = [];
    for await (const chunk of chunksOf(Readable.from(pieces.map((size) => Buffer.alloc(size))), 10))
      found.push(chunk.length);
    return found;
  }

  it('are of one size but for the last, however the bytes arrive', async () => {
    expect(await sizes(3, 3, 3, 3)).toEqual([10, 2]);
    expect(await sizes(35)).toEqual([10, 10, 10, 5]);
    expect(await sizes(10, 10)).toEqual([10, 10]);
  });

  it('of an empty file are one empty piece', async () => {
    expect(await sizes()).toEqual([0]);
  });
});

describe('the access log', () => {
  it('names the route and never what the address tells of people', async () => {
    const lines: string[] = [];
    const server = fastify({ genReqId: () => 'r-1' });
    server.addHook(
      'onResponse',
      logAccess(createLogger('gateway', 'info', { write: (line) => void lines.push(line) })),
    );
    server.get('/v1/people/:id', { config: { pattern: '/v1/people/{id}' } }, () => ({}));
    server.get('/healthz', () => ({}));
    await server.inject('/v1/people/anna?filter=secret');
    await server.inject('/healthz');
    await server.inject('/v1/secret');
    await server.close();
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({ requestId: 'r-1', method: 'GET', route: '/v1/people/{id}', status: 200 }),
      expect.objectContaining({ route: 'unknown', status: 404 }),
    ]);
    expect(lines.join('')).not.toMatch(/anna|secret|127\.0\.0\.1/);
  });
});
