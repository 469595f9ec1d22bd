import type { Direction } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { MailReceived } from '@kontor/contracts/gen/kontor/notification/v1/mail_events';

/** Who of us has an e-mail address, lower case. */
export type OwnPeople = ReadonlyMap<string, { id: string }>;

/** Who wrote whom. */
export interface Parties {
  direction: Direction;
  /** Who of us wrote it; absent where nobody of us did, or did it for sure. */
  authorId?: string | undefined;
  /** Addresses of the other side, the likeliest first. */
  others: string[];
  /** Our address. */
  ours: string;
  /** It may go to a timeline without a person having looked at it. */
  sure: boolean;
}

type Mail = Pick<MailReceived, 'senderAddress' | 'recipients' | 'dropAddress' | 'authenticity' | 'spam'>;

/**
 * Who wrote whom. Mail of a colleague is outbound, to those in To and Cc who are none of us. Anybody can write any sender:
 * in the name of one of us a message goes to a timeline only where our own mail server vouches for the sender; else a person
 * looks at it, and nobody is its author. So it is with what that server calls forged or spam, whoever sent it.
 */
export function partiesOf(mail: Mail, ownPeople: OwnPeople): Parties {
  const { senderAddress, recipients, dropAddress, authenticity, spam } = mail;
  const trusted = authenticity !== 'failed' && !spam;
  const author = ownPeople.get(senderAddress);
  if (!author) {
    const others = senderAddress === '' ? [] : [senderAddress];
    return { direction: 'inbound', others, ours: dropAddress, sure: trusted };
  }
  const vouched = trusted && authenticity === 'passed';
  return {
    direction: 'outbound',
    ...(vouched && { authorId: author.id }),
    others: recipients.filter((address) => !ownPeople.has(address)),
    ours: senderAddress,
    sure: vouched,
  };
}
