// The first process of the bound: Fastify in front, grpc-js behind. Arguments: port, address of the service.
import { credentials, Metadata } from '@grpc/grpc-js';
import fastify from 'fastify';
import {
  CustomerService,
  ImportService,
  instantFields,
  toText,
  type BoundClient,
  type BoundCustomer,
} from './messages.ts';

const [port, service = ''] = process.argv.slice(2);
const customers = new CustomerService(service, credentials.createInsecure()) as unknown as BoundClient;
const imports = new ImportService(service, credentials.createInsecure()) as unknown as BoundClient;
const importLimit = 2 ** 31;

function call<T>(client: BoundClient, method: string, request: object, owner?: string): Promise<T> {
  const metadata = new Metadata();
  if (owner) metadata.set('owner', owner);
  return new Promise((resolve, reject) => {
    client[method]?.(request, metadata, (error: Error | null, answer: T) =>
      error ? reject(error) : resolve(answer),
    );
  });
}

function toJson(customer: BoundCustomer): Record<string, unknown> {
  const json: Record<string, unknown> = customer;
  for (const field of instantFields) {
    const instant = customer[field];
    json[field] = instant ? toText(instant) : undefined;
  }
  return json;
}

const app = fastify({ bodyLimit: importLimit });

app.get('/healthz', async () => {
  await new Promise<void>((resolve, reject) => {
    customers.waitForReady(Date.now() + 2_000, (error) => (error ? reject(error) : resolve()));
  });
  return 'ok';
});

app.post('/v1/customers', async (request, reply) => {
  const owner = request.headers['owner'] as string;
  const customer = await call<BoundCustomer>(customers, 'createCustomer', { customer: request.body }, owner);
  return reply.code(201).send(toJson(customer));
});

app.get<{ Params: { id: string } }>('/v1/customers/:id', async (request) => {
  return toJson(await call<BoundCustomer>(customers, 'getCustomer', { id: request.params.id }));
});

app.get<{ Querystring: { pageSize: string } }>('/v1/customers', async (request) => {
  const pageSize = Number(request.query.pageSize);
  const owner = request.headers['owner'] as string;
  const page = await call<{ customers: BoundCustomer[] }>(customers, 'listCustomers', { pageSize }, owner);
  return { customers: page.customers.map(toJson) };
});

app.get('/v1/customers::count', async (request) => {
  return call<object>(customers, 'countCustomers', {}, request.headers['owner'] as string | undefined);
});

// The body stays a stream: the file goes on piece by piece while it arrives.
app.addContentTypeParser('text/csv', (_request, payload, done) => done(null, payload));

app.post('/v1/customers::import', async (request) => {
  const owner = request.headers['owner'] as string;
  const { id } = await call<{ id: string }>(imports, 'createImport', { import: {} }, owner);
  let index = 0;
  for await (const data of request.body as AsyncIterable<Buffer>) {
    await call(imports, 'writeImportChunk', { id, index, data });
    index += 1;
  }
  return call<object>(imports, 'startImport', { id, chunks: index });
});

await app.listen({ host: '127.0.0.1', port: Number(port) });
