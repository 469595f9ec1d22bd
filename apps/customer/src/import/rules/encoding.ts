import { analyse } from 'chardet';

/** Encodings that files come in, and other names for them. */
const names: Record<string, readonly string[]> = {
  'utf-8': ['utf8'],
  'utf-16le': ['utf16le', 'utf-16', 'ucs-2'],
  'utf-16be': ['utf16be'],
  gb18030: ['gbk', 'gb2312', 'cp936'],
  'windows-1251': ['cp1251', 'windows1251'],
  'windows-1252': ['cp1252', 'windows1252', 'iso-8859-1', 'latin1'],
};

/** Every encoding that may be told. */
export const encodings: readonly string[] = Object.keys(names);

/** The encoding of that name or of another name for it, in any case; undefined when it is none of ours. */
export function knownEncoding(name: string): string | undefined {
  const lower = name.trim().toLowerCase();
  return encodings.find((encoding) => encoding === lower || names[encoding]?.includes(lower));
}

/** How many bytes from the first unusual one on are asked for the frequency of their letters. */
const sampleSize = 65_536;

/**
 * The encoding of a text file by its beginning (a MiB is plenty). A byte order mark decides; then NUL bytes, which
 * only UTF-16 has; then whether all is strict UTF-8 (`whole` says that nothing follows, so a character cut at the
 * end counts). Otherwise single bytes beyond ASCII among Latin letters are windows-1252, and between gb18030 and
 * windows-1251 the frequency of letters decides. Undefined when nothing fits.
 */
export function encodingOf(beginning: Uint8Array, whole: boolean): string | undefined {
  const marked = byteOrderMark(beginning);
  if (marked) return marked;
  const nul = beginning.indexOf(0);
  if (nul >= 0) return nul % 2 === 1 ? 'utf-16le' : 'utf-16be';
  if (isUtf8(beginning, whole)) return 'utf-8';
  const first = beginning.findIndex((byte) => byte > 0x7f);
  const sample = beginning.subarray(first, first + sampleSize);
  if (standAlone(sample)) return 'windows-1252';
  const likely = analyse(withoutAsciiWords(sample)).find(
    ({ name }) => name === 'GB18030' || name === 'windows-1251',
  );
  if (likely) return knownEncoding(likely.name);
  return mostlyCyrillic(sample) ? 'windows-1251' : undefined;
}

function byteOrderMark([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return undefined;
}

function isUtf8(bytes: Uint8Array, whole: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !whole });
    return true;
  } catch {
    return false;
  }
}

/** Latin words and digits among the text in question would only hide how often its own letters occur. */
function withoutAsciiWords(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte) => (byte < 0x80 ? 0x20 : byte));
}

/** Whether bytes beyond ASCII are mostly letters of windows-1251: some words are too few for frequencies. */
function mostlyCyrillic(bytes: Uint8Array): boolean {
  const beyond = bytes.filter((byte) => byte > 0x7f);
  return beyond.filter((byte) => byte >= 0xc0).length > beyond.length * 0.9;
}

/** Whether bytes beyond ASCII mostly stand between ASCII letters: neither Cyrillic nor Chinese text does that. */
function standAlone(bytes: Uint8Array): boolean {
  let runs = 0;
  let single = 0;
  for (let i = 0; i < bytes.length; i++) {
    if ((bytes[i] ?? 0) < 0x80) continue;
    const start = i;
    while ((bytes[i + 1] ?? 0) > 0x7f) i++;
    runs++;
    if (i === start) single++;
  }
  return single > runs * 0.7;
}
