/**
 * Turns ts-proto's enumerations into the words that Kontor uses everywhere: `CustomerStatus.LOST` is 'lost'.
 * The zero value and UNRECOGNIZED go (an absent field says the same), and bytes become base64 text, as in JSON.
 */
export function plainWords(source: string): string {
  return source
    .replace(/^export namespace \w+ \{\n(?: {2}export type .*\n)*\}\n\n?/gm, '')
    .replace(/^ {2}(?:\/\*\* UNSPECIFIED.*\*\/\n {2})?UNSPECIFIED: "\w+",\n/gm, '')
    .replace(/^ {2}UNRECOGNIZED: "UNRECOGNIZED",\n/gm, '')
    .replace(
      /^( {2}[A-Z][A-Z0-9_]*): "[A-Z0-9_]+",$/gm,
      (_, name: string) => `${name}: '${name.trim().toLowerCase()}',`,
    )
    .replace(/Uint8Array(?:<ArrayBuffer>)?/g, 'string');
}
