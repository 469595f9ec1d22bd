import type { TouchOrigin } from '@kontor/contracts/gen/kontor/customer/v1/touch';
import type { Message } from '../triage/attach-message.js';
import { mailSource } from '../triage/mail-thread.js';
import type { WebForm } from './web-form.entity.js';
import type { WebSubmission } from './web-submission.entity.js';

/** Where a submission comes from: a page or a mail drop. */
export interface LeadOrigin extends Pick<WebForm, 'name' | 'source' | 'channel' | 'ownerId'> {
  /** What the talk says of it. */
  talk: Pick<Message, 'source' | 'channel'>;
  touchOrigin: TouchOrigin;
}

/** Of what was filled in on the page of a form. */
export function formOrigin({ name, source, channel, ownerId }: WebForm): LeadOrigin {
  const talk = { source: 'web-form', channel: 'web_form' } as const;
  return { name, source, channel, ownerId, talk, touchOrigin: 'web_form' };
}

/** Of a message to a drop; undefined of what is none. Who gets the prospect, the rules of assignment say. */
export function mailOrigin({ mail }: Pick<WebSubmission, 'mail'>): LeadOrigin | undefined {
  if (!mail) return undefined;
  const talk = { source: mailSource, channel: 'email' } as const;
  return { name: mail.address, source: mail.source, channel: 'email', talk, touchOrigin: 'message' };
}
