import type { MessageParams } from '@kontor/errors/app-error';

/** The file cannot be written, however often it is tried: the export ends as failed, with this reason. */
export class ExportFailure extends Error {
  constructor(
    /** A word of the messages. */
    readonly reason: string,
    readonly params: MessageParams = {},
  ) {
    super(reason);
    this.name = 'ExportFailure';
  }
}

/** Somebody else has the export now, or it was cancelled: this replica stops without a word. */
export class ExportTakenAway extends Error {
  constructor() {
    super('the export belongs to this replica no more');
    this.name = 'ExportTakenAway';
  }
}
