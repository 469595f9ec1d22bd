import type { Transaction } from '@kontor/database/transaction';
import { Touch } from './touch.entity.js';

/** How somebody came to us; what nobody told stays empty, an untold channel is unknown. */
export type ToldTouch = Partial<
  Pick<
    Touch,
    | 'channel'
    | 'source'
    | 'medium'
    | 'campaign'
    | 'term'
    | 'content'
    | 'landingPage'
    | 'referrer'
    | 'touchTime'
  >
>;

/** What a caller may tell of a touch, and nothing else that stood beside it. */
export function toldTouch(told: ToldTouch): ToldTouch {
  const { channel, source, medium, campaign, term, content, landingPage, referrer, touchTime } = told;
  const all = { channel, source, medium, campaign, term, content, landingPage, referrer, touchTime };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** Notes a touch of a customer that the caller may change, or that the service writes for. */
export function noteTouch(
  tx: Transaction,
  customerId: string,
  told: ToldTouch,
  by: Pick<Touch, 'origin' | 'personId'>,
): Touch {
  return tx.insert(Touch, {
    customerId,
    channel: told.channel ?? 'unknown',
    source: told.source?.trim() ?? '',
    medium: told.medium?.trim() ?? '',
    campaign: told.campaign?.trim() ?? '',
    term: told.term?.trim() ?? '',
    content: told.content?.trim() ?? '',
    landingPage: told.landingPage?.trim() ?? '',
    referrer: told.referrer?.trim() ?? '',
    touchTime: told.touchTime ?? tx.now,
    ...by,
  });
}
