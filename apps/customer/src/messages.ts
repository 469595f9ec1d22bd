import type { Messages } from '@kontor/errors/messages';
import { contactGuardMessages } from './contact-guard/messages.js';
import { contactMessages } from './contact/messages.js';
import { convertMessages } from './convert/messages.js';
import { customerMessages } from './customer/messages.js';
import { duplicateMessages } from './duplicate/messages.js';
import { exportMessages } from './export/messages.js';
import { importMessages } from './import/messages.js';
import { importantDayMessages } from './important-day/messages.js';
import { talkMessages } from './interaction/messages.js';
import { rotationMessages } from './rotation/messages.js';
import { searchMessages } from './search/messages.js';
import { segmentMessages } from './segment/messages.js';
import { strategyMessages } from './strategy/messages.js';
import { webLeadMessages } from './web-lead/messages.js';

/** What the customer service says to people: answers to callers, and the reasons that files and lists keep. */
export const messages: Messages = {
  ...contactGuardMessages,
  ...contactMessages,
  ...convertMessages,
  ...customerMessages,
  ...duplicateMessages,
  ...exportMessages,
  ...importMessages,
  ...importantDayMessages,
  ...talkMessages,
  ...rotationMessages,
  ...searchMessages,
  ...segmentMessages,
  ...strategyMessages,
  ...webLeadMessages,
};
