// The second process of the bound: grpc-js in front, pg behind. Arguments: address to listen on, URL of the database.
import { Server, ServerCredentials, status, type handleUnaryCall } from '@grpc/grpc-js';
import pg from 'pg';
import { countCustomers, createCustomer, getCustomer, listCustomers } from './customers.ts';
import { BoundImports } from './imports.ts';
import { CustomerService, ImportService } from './messages.ts';

const [address = '', databaseUrl = ''] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });
const imports = new BoundImports(pool);

function handle<Request>(
  work: (request: Request, owner: string) => Promise<object>,
): handleUnaryCall<Request, object> {
  return (call, done) => {
    const owner = String(call.metadata.get('owner')[0] ?? '');
    work(call.request, owner).then(
      (answer) => done(null, answer),
      (error: Error) => done({ code: status.INTERNAL, details: error.message }),
    );
  };
}

const server = new Server();
server.addService(CustomerService.service, {
  createCustomer: handle((request: { customer: object }, owner) =>
    createCustomer(pool, request.customer, owner),
  ),
  getCustomer: handle((request: { id: string }) => getCustomer(pool, request.id)),
  listCustomers: handle((request: { pageSize: number }, owner) =>
    listCustomers(pool, owner, request.pageSize),
  ),
  countCustomers: handle((_request, owner) => countCustomers(pool, owner)),
});
server.addService(ImportService.service, {
  createImport: handle((_request, owner) => Promise.resolve(imports.create(owner))),
  writeImportChunk: handle((request: { id: string; data: Buffer }) =>
    imports.write(request.id, request.data),
  ),
  startImport: handle((request: { id: string }) => imports.finish(request.id)),
});
await new Promise<void>((resolve, reject) => {
  server.bindAsync(address, ServerCredentials.createInsecure(), (error) =>
    error ? reject(error) : resolve(),
  );
});
