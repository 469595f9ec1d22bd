/** What a report of a mail server says of a message of ours (RFC 3464). */
export interface Bounce {
  /**
   * `undeliverable`: it did not arrive, and nothing will at this address; `failed`: it did not arrive; `soft`: it is late,
   * or arrived.
   */
  kind: 'undeliverable' | 'failed' | 'soft';
  /** Status by RFC 3463, such as 5.1.1; empty where the report gives none. */
  status: string;
  /** What the server said, one line; may name the address. */
  diagnostic: string;
}

/** Fields of one block of a report. */
type Block = ReadonlyMap<string, string>;

/** Blocks that are looked at: we write to one recipient each. */
const mostBlocks = 20;
const longestDiagnostic = 400;

/**
 * Reasons for which a message is refused for good although the address is right: our own address, a full mailbox, the way,
 * the content or the sender, which is not wanted.
 */
const notTheAddress = [/^5\.1\.[789]$/, /^5\.2\.[234]$/, /^5\.[34567]\./];

/**
 * Reads the part `message/delivery-status` of a report; undefined where it says nothing of a recipient. The worst of several
 * recipients counts.
 */
export function bounceOf(report: string): Bounce | undefined {
  const found = blocksOf(report).flatMap((block) => verdictOn(block) ?? []);
  const rank = { undeliverable: 0, failed: 1, soft: 2 };
  return found.sort((one, other) => rank[one.kind] - rank[other.kind])[0];
}

function verdictOn(block: Block): Bounce | undefined {
  const action = block
    .get('action')
    ?.toLowerCase()
    .replace(/[\s;(].*$/s, '');
  if (action === undefined) return undefined;
  const status = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(block.get('status') ?? '')?.[0] ?? '';
  const diagnostic = (block.get('diagnostic-code') ?? '')
    .replace(/^[\w-]+;\s*/, '')
    .slice(0, longestDiagnostic);
  const facts = { status, diagnostic };
  if (action !== 'failed') return { kind: 'soft', ...facts };
  const permanent = status.startsWith('5') && !notTheAddress.some((one) => one.test(status));
  return { kind: permanent ? 'undeliverable' : 'failed', ...facts };
}

function blocksOf(report: string): Block[] {
  return report
    .slice(0, 100_000)
    .replace(/\r\n?/g, '\n')
    .split(/\n[ \t]*\n/)
    .slice(0, mostBlocks)
    .map(
      (text) =>
        new Map(
          text
            .replace(/\n[ \t]+/g, ' ')
            .split('\n')
            .flatMap((line): [string, string][] => {
              const place = line.indexOf(':');
              return place > 0
                ? [[line.slice(0, place).trim().toLowerCase(), line.slice(place + 1).trim()]]
                : [];
            }),
        ),
    );
}
