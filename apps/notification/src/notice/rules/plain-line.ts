/**
 * Characters that command instead of show: controls (line ends among them), marks that turn the direction of
 * writing, zero-width spaces (but not joiners, which emoji and scripts need), line and paragraph separators, halves of characters.
 */
const commands =
  /[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu;

/**
 * A value from anywhere as one harmless line of at most `most` characters, an ellipsis for the rest. Only texts,
 * numbers and truth values are shown; all else is empty.
 */
export function plainLine(value: unknown, most: number): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return '';
  // Cut first, generously, so that a megabyte costs nothing.
  const line = value
    .slice(0, most * 4)
    .replace(commands, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  const characters = [...line];
  const cut = characters.length > most || value.length > most * 4;
  return cut
    ? `${characters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`
    : line;
}
