import { v7 as uuidv7 } from 'uuid';
import { serviceCall } from '@kontor/access/call';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { dropName } from './rules/local-part.js';
import { identityOf } from './rules/message-id.js';
import { readTokenAddress } from './rules/token-address.js';

/** A message as a conversation brought it. */
export interface Arrived {
  raw: Buffer;
  /** Sender of the envelope; empty for reports. */
  envelopeFrom: string;
  /** Our addresses, as canonical() gives them. */
  recipients: readonly string[];
  remoteAddress: string;
  /** It came from a mail server of the company. */
  relayed: boolean;
}

/** Which of our addresses there are, and the table of what came in. */
export class MailStore {
  constructor(
    private readonly work: UnitOfWork,
    private readonly settings: { secret: string; domain: string },
  ) {}

  /** The address as it is kept, lower case and without a note behind a +; undefined where nobody here has it. */
  async canonical(address: string): Promise<string | undefined> {
    const localPart = this.localPartOf(address);
    if (localPart === undefined) return undefined;
    if (readTokenAddress(this.settings.secret, localPart)) return `${localPart}@${this.settings.domain}`;
    const name = dropName(localPart);
    const [drop] = await this.work.read(serviceCall('notification', 'find-mail-drop'), (tx) =>
      tx.query('SELECT 1 FROM mail_drop WHERE local_part = $1 AND NOT closed', [name]),
    );
    return drop && `${name}@${this.settings.domain}`;
  }

  /** Whether mail for an address is ours to take at all; for any other we would be a relay. */
  isOurs(address: string): boolean {
    return this.localPartOf(address) !== undefined;
  }

  /** Keeps a message, once for each of our addresses. When it resolves the message is safe. */
  async keep({ raw, envelopeFrom, recipients, remoteAddress, relayed }: Arrived): Promise<void> {
    const addresses = [...new Set(recipients)];
    await this.work.write(serviceCall('notification', 'store-mail'), (tx) =>
      tx.query(
        `INSERT INTO inbound_mail (id, identity, recipient, envelope_from, relayed, raw, size, state, next_time,
           remote_address, create_time, update_time)
         SELECT one.id, $3, one.recipient, $4, $5, $6, $7, 'received', now(), $8, now(), now()
         FROM unnest($1::uuid[], $2::text[]) AS one (id, recipient)
         ON CONFLICT (identity, recipient) DO NOTHING`,
        [
          addresses.map(() => uuidv7()),
          addresses,
          identityOf(raw),
          envelopeFrom,
          relayed,
          raw,
          raw.length,
          remoteAddress,
        ],
      ),
    );
  }

  private localPartOf(address: string): string | undefined {
    const lower = address.toLowerCase();
    const place = lower.lastIndexOf('@');
    return lower.slice(place + 1) === this.settings.domain ? lower.slice(0, place) : undefined;
  }
}
