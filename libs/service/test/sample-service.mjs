// A service in small, as its process would be: the specs send it signals. SAMPLE says what is wrong with it.
import 'reflect-metadata';
import { setTimeout as pause } from 'node:timers/promises';
import { Controller, Module } from '@nestjs/common';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { open } from '@kontor/access/row-policy';
import { NoticeServiceControllerMethods } from '@kontor/contracts/gen/kontor/notification/v1/notification_service';
import { Guarded } from '@kontor/database/guarded';
import { serviceSettings } from '@kontor/service/config';
import { startService } from '@kontor/service/start-service';
import { silentController } from '@kontor/testing/silent-controller';

const fault = process.env.SAMPLE ?? '';

class Board {}
Entity('board')(Board);
PrimaryColumn('uuid')(Board.prototype, 'id');
Column('text')(Board.prototype, 'title');
if (fault !== 'unguarded') Guarded(open())(Board);

class Board1763000000000 {
  name = 'Board1763000000000';

  async up(runner) {
    await runner.query('CREATE TABLE board (id uuid PRIMARY KEY, title text NOT NULL)');
    if (fault === 'migration') await runner.query('SELECT 1 / 0');
  }

  async down(runner) {
    await runner.query('DROP TABLE board');
  }
}

class NoticeController {
  listNotices() {
    return { notices: [] };
  }

  // A call that takes as long as the id says, in milliseconds.
  async getNotice({ id }) {
    console.log('call runs');
    await pause(Number(id.slice(-6)));
    return { id };
  }

  readNotice({ id }) {
    return { id };
  }
}
NoticeServiceControllerMethods()(NoticeController);
Controller()(NoticeController);

class SampleModule {}
const others = silentController('notification', ['NoticeService']);
Module({ controllers: fault === 'controller' ? [others] : [NoticeController, others] })(SampleModule);

await startService({
  settings: serviceSettings('notification'),
  module: SampleModule,
  entities: [Board],
  migrations: [Board1763000000000],
  keySource: () => () => Promise.resolve(JSON.parse(process.env.SAMPLE_KEYS)),
});
