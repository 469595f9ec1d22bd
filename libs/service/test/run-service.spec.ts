import { Controller, Module } from '@nestjs/common';
import {
  NoticeServiceControllerMethods,
  type GetNoticeRequest,
  type ReadNoticeRequest,
} from '@kontor/contracts/gen/kontor/notification/v1/notification_service';
import type { Notice } from '@kontor/contracts/gen/kontor/notification/v1/notification';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { testDatabase } from '@kontor/testing/database';
import { testService } from '@kontor/testing/service';
import { testServers } from '@kontor/testing/servers';
import { silentController } from '@kontor/testing/silent-controller';
import { createLogger } from '@kontor/telemetry/logger';
import pg from 'pg';
import { freePort } from '../../../tools/servers/ports.ts';
import { runService } from '../src/start-service.js';

@Controller()
@NoticeServiceControllerMethods()
class NoticeController {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  listNotices() {
    return { notices: [] };
  }

  async getNotice({ id }: GetNoticeRequest): Promise<Partial<Notice>> {
    return { id, subject: this.unitOfWork.constructor.name };
  }

  readNotice({ id }: ReadNoticeRequest) {
    return { id };
  }
}

@Module({ controllers: [NoticeController, silentController('notification', ['NoticeService'])] })
class NoticeModule {}

@Module({})
class EmptyModule {}

const id = '01890a5d-ac96-774b-bcce-b302099a8057';

it('a service has the parts of the libraries to inject, and answers people by the copy it keeps of them', async () => {
  await using service = await testService('notification', (settings) => ({
    settings,
    module: NoticeModule,
    entities: [],
    migrations: [],
  }));
  const anna = await service.person();
  expect(await service.call(anna, '/kontor.notification.v1.NoticeService/GetNotice', { id })).toMatchObject({
    id,
    subject: 'UnitOfWork',
  });
  const copied = await service.ownerQuery('SELECT id FROM person_copy');
  expect(copied).toEqual([{ id: anna.id }]);
}, 60_000);

it('a service that cannot start gives back all that it had opened', async () => {
  await using database = await testDatabase('notification');
  const listen = `127.0.0.1:${await freePort()}`;
  const starting = runService(
    {
      settings: {
        service: 'notification',
        databaseUrl: database.url,
        databaseOwnerUrl: database.ownerUrl,
        databasePoolSize: 2,
        natsUrl: testServers().natsUrl,
        listen,
        secret: 'a secret of the test run',
        companyTimeZone: 'UTC',
        companyCountry: 'CN',
      },
      module: EmptyModule,
      entities: [],
      migrations: [],
    },
    createLogger('notification', 'silent'),
  );
  await expect(starting).rejects.toThrow('No controller answers');
  const client = new pg.Client(database.ownerUrl);
  await client.connect();
  const { rows } = await client.query(
    'SELECT application_name FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()',
    [database.name],
  );
  await client.end();
  expect(rows).toEqual([]);
  expect(await freePort(Number(listen.split(':')[1]))).toBe(Number(listen.split(':')[1]));
}, 60_000);
