import type { WebVisit } from '@kontor/contracts/gen/kontor/customer/v1/web_lead';
import type { ToldTouch } from '../../touch/note-touch.js';
import type { WebForm } from '../web-form.entity.js';

/** The touch that a submission is: by the form's channel, of what the page told, else of the form's source. */
export function touchOfVisit(
  { channel, source }: Pick<WebForm, 'channel' | 'source'>,
  visit: WebVisit | undefined,
  touchTime: string,
): ToldTouch {
  return {
    channel,
    source: visit?.utmSource || source,
    medium: visit?.utmMedium ?? '',
    campaign: visit?.utmCampaign ?? '',
    term: visit?.utmTerm ?? '',
    content: visit?.utmContent ?? '',
    landingPage: visit?.landingPage ?? '',
    referrer: visit?.referrer ?? '',
    touchTime,
  };
}
