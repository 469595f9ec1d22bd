import type { Import as ImportAnswer } from '@kontor/contracts/gen/kontor/customer/v1/import';
import type { Language } from '@kontor/errors/languages';
import { render } from '@kontor/errors/messages';
import { messages } from '../messages.js';
import type { Import } from './import.entity.js';

/** An import as callers see it: why it failed is told in their language. */
export function importAnswer(row: Import, language: Language): ImportAnswer {
  const {
    failureReason,
    failureParams,
    headings: _,
    version: __,
    etag: ___,
    undoPersonId: ____,
    ...shown
  } = row;
  return {
    ...shown,
    failure: failureReason ? render(failureReason, failureParams, language, messages) : '',
  };
}
