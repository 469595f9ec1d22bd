import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { INestMicroservice, Type } from '@nestjs/common';
import type { MigrationInterface } from 'typeorm';
import { CustomFields } from '@kontor/custom-fields/custom-fields';
import { customFieldMessages } from '@kontor/custom-fields/messages';
import { poolOf } from '@kontor/database/data-source';
import type { ConstraintMeanings } from '@kontor/database/postgres-errors';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { commonMessages, type Messages } from '@kontor/errors/messages';
import { connectBroker } from '@kontor/events/connection';
import { readEventsConfig } from '@kontor/events/config';
import { EventConsumers } from '@kontor/events/event-server';
import { Relay } from '@kontor/events/relay';
import { relayPool } from '@kontor/events/relay-pool';
import { RetentionJob } from '@kontor/events/retention';
import { OrganisationCopy } from '@kontor/people/organisation-copy';
import { BeatProof } from '@kontor/people/beat-proof';
import { queryMessages } from '@kontor/query/messages';
import { RpcClients } from '@kontor/rpc/client';
import type { KnownRevocations } from '@kontor/rpc/caller-of';
import type { PersonSource } from '@kontor/rpc/current-person';
import { keysOfIdentity } from '@kontor/rpc/key-source';
import { RpcServer } from '@kontor/rpc/server';
import { TokenVerifier, type KeySource } from '@kontor/rpc/tokens';
import { createLogger, nestLogger, type Logger } from '@kontor/telemetry/logger';
import { observePool } from '@kontor/telemetry/metrics';
import { startTelemetry } from '@kontor/telemetry/start';
import { AuditParts } from './audit-parts.js';
import type { ServiceSettings } from './config.js';
import { customFieldLoops } from './custom-field-loops.js';
import { KontorModule } from './kontor.module.js';
import { libraryConsumers } from './library-consumers.js';
import { openDatabase } from './open-database.js';
import { PassErrorsFilter } from './pass-errors.filter.js';
import { watchRights } from './rights-watch.js';

type EntityType = new () => object;

/** What makes a service. */
export interface ServiceDefinition {
  settings: ServiceSettings;
  /** The service's only wiring module. */
  module: Type;
  entities: EntityType[];
  /** Those of its `migrations/list.ts`, in any order: they run by the times in their names. */
  migrations: (new () => MigrationInterface)[];
  /** Sentences of the service's errors. */
  messages?: Messages;
  /** What violated constraints mean to callers. */
  constraints?: ConstraintMeanings;
  /** Where the keys of access tokens come from; identity's own table for identity itself. */
  keySource?: (unitOfWork: UnitOfWork) => KeySource;
  /** Where callers are looked up instead of the copy of people: for identity its own people. */
  currentPerson?: (unitOfWork: UnitOfWork) => PersonSource;
}

/** A service that runs. */
export interface RunningService {
  app: INestMicroservice;
  unitOfWork: UnitOfWork;
  /** The reporting lines as this process knows them. */
  organisation: OrganisationCopy;
  /** The custom fields as this process knows them. */
  customFields: CustomFields;
  /** Stops taking work, finishes what runs, closes. */
  stop(): Promise<void>;
}

/** A service that has not stopped by then is ended, in milliseconds. */
const stopLimit = 25_000;

/**
 * Starts a service: migrates where it may, opens database and broker, serves its calls, relays its events, handles
 * those of others. SIGTERM and SIGINT stop it in order.
 */
export async function startService(definition: ServiceDefinition): Promise<RunningService> {
  const { settings } = definition;
  const telemetry = await startTelemetry(`kontor-${settings.service}`);
  const logger = createLogger(settings.service);
  const running = await runService(definition, logger);
  let stopping: Promise<void> | undefined;
  const stop = () =>
    (stopping ??= running
      .stop()
      .then(() => telemetry.shutdown())
      .catch((error: unknown) => logger.error({ err: error }, 'stopping failed')));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      setTimeout(() => process.exit(1), stopLimit).unref();
      void stop().then(() => process.exit(0));
    });
  }
  logger.info(`${settings.service} listens at ${settings.listen}`);
  return { ...running, stop };
}

/**
 * Opens everything a service needs and puts it to work, without telemetry and signals: what startService does in a
 * process of its own, and tests do beside each other.
 */
export async function runService(definition: ServiceDefinition, logger: Logger): Promise<RunningService> {
  const { settings } = definition;
  // Closed in the opposite order of opening: when the service stops, or at once where it cannot start.
  await using opened = new AsyncDisposableStack();
  const dataSource = await openDatabase(definition);
  opened.defer(() => dataSource.destroy());
  opened.defer(observePool(settings.service, poolOf(dataSource)));
  const organisation = new OrganisationCopy(poolOf(dataSource), (error) =>
    logger.warn({ err: error }, 'organisation'),
  );
  opened.defer(() => organisation.stop());
  await organisation.start();
  const customFields = new CustomFields(poolOf(dataSource), (error) =>
    logger.warn({ err: error }, 'custom fields'),
  );
  opened.defer(() => customFields.stop());
  await customFields.start();
  const relayConnections = relayPool(settings.databaseUrl, settings.service, logger);
  opened.defer(() => relayConnections.end());
  const broker = await connectBroker({
    url: settings.natsUrl,
    name: settings.service,
    onLost: (error) => {
      logger.fatal({ err: error }, 'the broker is lost');
      process.exit(1);
    },
  });
  opened.defer(() => broker.close());
  const { stream } = readEventsConfig();
  const relay = new Relay({ service: settings.service, pool: relayConnections, broker, stream, logger });
  opened.defer(() => relay.stop());
  const unitOfWork = new UnitOfWork(dataSource, {
    service: settings.service,
    organisation: () => organisation.current,
    onCommit: (partitions, audited) => {
      if (partitions.size > 0) relay.wake(partitions);
      if (audited) audit.shipper.wake();
    },
    ...(definition.constraints ? { constraints: definition.constraints } : {}),
  });
  const audit = new AuditParts(settings.service, unitOfWork, logger);
  opened.defer(() => audit.stop());
  const events = new EventConsumers({ service: settings.service, unitOfWork, broker, stream, logger });
  const clients = new RpcClients(settings.identityUrl ? { identity: settings.identityUrl } : {});
  opened.defer(() => clients.close());
  const server = new RpcServer({
    service: settings.service,
    listen: settings.listen,
    tokens: new TokenVerifier(definition.keySource?.(unitOfWork) ?? keysOfIdentity(clients)),
    currentPerson: currentPersonOf(definition, unitOfWork, organisation),
    revocations: revocationsOf(definition, organisation),
    organisation: () => organisation.current,
    messages: [definition.messages ?? {}, queryMessages, customFieldMessages, commonMessages],
    events,
    onRefused: (refused) => audit.refusals.refused(refused),
    reads: audit.reads,
    onFault: (error, method, requestId) => logger.error({ err: error, method, requestId }, 'a call failed'),
  });
  const app = await NestFactory.createMicroservice(
    KontorModule.around(definition.module, libraryConsumers(dataSource), {
      dataSource,
      unitOfWork,
      audit,
      customFields,
      settings,
      logger,
    }),
    { strategy: server, logger: nestLogger(logger), abortOnError: false },
  );
  opened.defer(() => app.close());
  app.useGlobalFilters(new PassErrorsFilter());
  opened.defer(() => events.stop());
  const retention = new RetentionJob(relayConnections, logger);
  opened.defer(() => retention.stop());
  relay.start();
  audit.start();
  retention.start();
  await app.listen();
  events.start();
  const loops = [
    new BeatProof(settings.service, poolOf(dataSource), broker),
    ...customFieldLoops({ settings, work: unitOfWork, dataSource, fields: customFields, logger }),
  ];
  for (const loop of loops) {
    opened.defer(() => loop.stop());
    loop.start();
  }
  server.health.setStatus('', 'SERVING');
  opened.defer(watchRights(() => organisation.revocations.stale(), server.health, logger));
  opened.defer(() => server.health.setStatus('', 'NOT_SERVING'));
  const closing = opened.move();
  return { app, unitOfWork, organisation, customFields, stop: () => closing.disposeAsync() };
}

/** What is known of revocations. Who looks callers up in tables of its own never knows too little to take a change. */
function revocationsOf(
  { currentPerson }: ServiceDefinition,
  { revocations }: OrganisationCopy,
): KnownRevocations {
  return {
    ended: (sessionId) => revocations.ended(sessionId),
    stale: () => currentPerson === undefined && revocations.stale(),
  };
}

/** Where callers are looked up: roles from the service's own people or its copy, their meaning from the copy of roles. */
function currentPersonOf(
  { currentPerson }: ServiceDefinition,
  unitOfWork: UnitOfWork,
  organisation: OrganisationCopy,
): PersonSource {
  const own = currentPerson?.(unitOfWork);
  if (!own) return (id) => organisation.person(id);
  return async (id) => {
    const person = await own(id);
    const grants = organisation.person(id)?.grants;
    return (
      person && { ...person, rights: organisation.current.rights(person.roles), ...(grants && { grants }) }
    );
  };
}
