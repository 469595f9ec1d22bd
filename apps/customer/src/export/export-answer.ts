import type { Export as ExportAnswer } from '@kontor/contracts/gen/kontor/customer/v1/export';
import type { Language } from '@kontor/errors/languages';
import { render } from '@kontor/errors/messages';
import type { Export } from './export.entity.js';
import { exportMessages } from './messages.js';

/** An export as callers see it: why it failed is told in their language. */
export function exportAnswer(row: Export, language: Language): ExportAnswer {
  const {
    failureReason,
    failureParams,
    position: _,
    allRead: __,
    spool: ___,
    spoolBytes: ____,
    reach: _______,
    ...shown
  } = row;
  const { file, version: _____, etag: ______, expireTime, ...answer } = shown;
  return {
    ...answer,
    ...(file && expireTime && { expireTime }),
    failure: failureReason ? render(failureReason, failureParams, language, exportMessages) : '',
  };
}
