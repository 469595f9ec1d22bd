/** Characters that RFC 8187 lets stand in an extended value, besides letters and digits. */
const plain = /[^A-Za-z0-9!#$&+.^_`|~-]/g;

/**
 * The header by which a file is saved, never shown: its name in any script (RFC 8187), and one in ASCII for programs that
 * know no better. No character of a name can end the header or name a folder.
 */
export function attachment(name: string): string {
  const safe = name
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}/\\:*?"<>|]/gu, '_')
    .trim();
  const ascii = safe.replace(/[^\x20-\x7e]/g, '_').replace(/[%;]/g, '_');
  return `attachment; filename="${ascii || 'file'}"; filename*=UTF-8''${encoded(safe || 'file')}`;
}

function encoded(text: string): string {
  return [...Buffer.from(text, 'utf8')]
    .map((byte) =>
      String.fromCharCode(byte).replace(plain, () => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`),
    )
    .join('');
}
