import { convert } from 'html-to-text';

/** Characters of a message that are handed on; the ingest of the customer service takes 20,000 with what stands around. */
export const longestText = 18_000;

/** Characters of HTML that are read, and how deep its elements may lie: past that is no letter. */
const mostHtml = 250_000;
const deepest = 100;

/** What may not stand in a text: controls but tabs and line ends, halves of characters, and marks that hide or turn it. */
const unwanted =
  /(?![\t\n])\p{Cc}|[\u202a-\u202e\u2066-\u2069]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu;

/** What a message says, as plain text: its own, else that of its HTML, without scripts, styles, pictures and hidden links. */
export function mailText({ text, html }: { text?: string | undefined; html?: string | undefined }): string {
  const own = tidied(text ?? '');
  return own === '' && html ? tidied(textOfHtml(html.slice(0, mostHtml))) : own;
}

/** At most so many characters, with an ellipsis for the rest; no character is cut in halves. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** A folder in front of the name of a file is no part of it, nor is anything that does not show. */
export function fileName(name: string | null | undefined): string {
  const bare = (name ?? '')
    .slice(0, 1_000)
    .replace(/^.*[/\\]/s, '')
    .replace(/[\p{C}<>:"|?*]/gu, ' ')
    .trim();
  return cutText(bare.replace(/^\.+/, ''), 200) || 'file';
}

function textOfHtml(html: string): string {
  return convert(html, {
    wordwrap: false,
    limits: { maxDepth: deepest, maxChildNodes: 2_000, ellipsis: '…' },
    selectors: [
      ...['script', 'style', 'template', 'title', 'noscript', 'img'].map((selector) => ({
        selector,
        format: 'skip',
      })),
      { selector: 'a', options: { hideLinkHrefIfSameAsText: true, ignoreHref: true } },
    ],
  });
}

function tidied(text: string): string {
  return (
    text
      .slice(0, mostHtml)
      .replace(/\r\n?/g, '\n')
      .replace(unwanted, '')
      .split('\n')
      // By a pattern it would take the square of a long run of spaces.
      .map((line) => line.trimEnd())
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim()
  );
}
