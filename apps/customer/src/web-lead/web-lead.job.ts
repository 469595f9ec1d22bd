import { Injectable } from '@nestjs/common';
import { BackgroundLoop } from '@kontor/database/background-loop';
import { SubmissionTurner } from './submission-turner.js';

const pause = 5_000;

/** Makes prospects and talks of what came by web forms; what is to be done stands in the table. */
@Injectable()
export class WebLeadJob extends BackgroundLoop {
  constructor(turner: SubmissionTurner) {
    super(
      () => turner.step(),
      pause,
      (error) => turner.failed(error),
    );
  }
}
