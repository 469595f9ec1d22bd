const lineFeed = 0x0a;
const hyphen = 0x2d;

/** Lines that a message may have however short they are, and bytes of each line beyond: base 64 has lines of 76. */
const fewLines = 20_000;
const bytesOfLine = 64;
/** Lines that may begin a part: a message that somebody wrote has some dozens. */
const mostParts = 5_000;

/**
 * Whether a message is made as mail programs make them. Read, it takes memory for each of its lines and parts: one of nothing
 * but line ends would take a hundred times its size, and the process with it.
 */
export function isPlausible(raw: Buffer): boolean {
  const mostLines = fewLines + raw.length / bytesOfLine;
  let lines = 0;
  let parts = 0;
  for (let end = raw.indexOf(lineFeed); end !== -1; end = raw.indexOf(lineFeed, end + 1)) {
    lines += 1;
    if (raw[end + 1] === hyphen && raw[end + 2] === hyphen) parts += 1;
    if (lines > mostLines || parts > mostParts) return false;
  }
  return true;
}
