import { Injectable } from '@nestjs/common';
import { BackgroundLoop } from '@kontor/database/background-loop';
import { MailFileKeeper } from './mail-file-keeper.js';

const pause = 5_000;

/** Brings files of mail to their talks; what is to be done stands in the table. */
@Injectable()
export class MailFileJob extends BackgroundLoop {
  constructor(keeper: MailFileKeeper) {
    super(
      () => keeper.step(),
      pause,
      (error) => keeper.failed(error),
    );
  }
}
