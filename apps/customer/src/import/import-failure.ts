import type { MessageParams } from '@kontor/errors/app-error';

/** The file cannot be imported, however often it is tried: the run ends as failed, with this reason. */
export class ImportFailure extends Error {
  constructor(
    /** A word of the messages. */
    readonly reason: string,
    readonly params: MessageParams = {},
    options?: ErrorOptions,
  ) {
    super(reason, options);
    this.name = 'ImportFailure';
  }
}

/** Somebody else has the run now, or it was cancelled: this replica stops without a word. */
export class RunTakenAway extends Error {
  constructor() {
    super('the run belongs to this replica no more');
    this.name = 'RunTakenAway';
  }
}
