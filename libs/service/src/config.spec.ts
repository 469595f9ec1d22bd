import { z } from 'zod';
import { readEnvironment, serviceSettings } from './config.js';

const whole = {
  AFTER_SALES_DATABASE_URL: 'postgres://kontor@127.0.0.1:5432/kontor_after_sales',
  AFTER_SALES_LISTEN: '0.0.0.0:9000',
  NATS_URL: 'nats://127.0.0.1:4222',
  KONTOR_SECRET: '0123456789abcdef',
};

test('a service is told what it needs, by variables that carry its name, with defaults for the rest', () => {
  expect(serviceSettings('after-sales', whole)).toEqual({
    service: 'after-sales',
    databaseUrl: whole.AFTER_SALES_DATABASE_URL,
    databaseOwnerUrl: undefined,
    databasePoolSize: 10,
    natsUrl: whole.NATS_URL,
    listen: '0.0.0.0:9000',
    identityUrl: undefined,
    secret: '0123456789abcdef',
    companyTimeZone: 'UTC',
    companyCountry: 'CN',
  });
});

test('every variable that is missing is named', () => {
  const reading = () => serviceSettings('after-sales', {});
  for (const variable of Object.keys(whole)) expect(reading).toThrow(`${variable}: is not set`);
});

test.each([
  ['AFTER_SALES_DATABASE_URL', 'mysql://localhost/x'],
  ['AFTER_SALES_DATABASE_URL', 'localhost'],
  ['AFTER_SALES_DATABASE_OWNER_URL', 'https://example.com'],
  ['AFTER_SALES_DATABASE_POOL_SIZE', '1'],
  ['AFTER_SALES_DATABASE_POOL_SIZE', 'many'],
  ['AFTER_SALES_DATABASE_POOL_SIZE', '10.5'],
  ['AFTER_SALES_LISTEN', '9000'],
  ['AFTER_SALES_LISTEN', 'localhost:'],
  ['IDENTITY_URL', 'http://identity:9000'],
  ['KONTOR_SECRET', 'short'],
  ['COMPANY_COUNTRY', 'China'],
  ['COMPANY_TIME_ZONE', 'Mars/Olympus'],
])('%s is refused as %j, by its own name', (variable, value) => {
  const reading = () => serviceSettings('after-sales', { ...whole, [variable]: value });
  expect(reading).toThrow(`${variable}: `);
  expect(reading).not.toThrow('is not set');
});

test('an empty variable is as good as none', () => {
  expect(() => serviceSettings('after-sales', { ...whole, NATS_URL: '' })).toThrow('NATS_URL: is not set');
  expect(serviceSettings('after-sales', { ...whole, COMPANY_COUNTRY: '' }).companyCountry).toBe('CN');
});

test('the message tells no value: it may be a secret', () => {
  expect(() => serviceSettings('after-sales', { ...whole, KONTOR_SECRET: 'hunter2' })).not.toThrow('hunter2');
});

test('an app reads variables of its own the same way', () => {
  const schema = z.object({ port: z.coerce.number().int(), host: z.string() });
  const variables = { port: 'PORT', host: 'HOST' };
  expect(readEnvironment(schema, variables, { PORT: '80', HOST: 'a' })).toEqual({ port: 80, host: 'a' });
  expect(() => readEnvironment(schema, variables, { PORT: 'x' })).toThrow(/PORT: .+\n {2}HOST: is not set/);
});
