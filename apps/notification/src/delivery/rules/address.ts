// What stands around the @ is left to mail servers; what could be read as more than one address, or as a second
// line, is not.
const shape = /^[^\s@<>()[\]\\,;:"\p{C}]{1,64}@[^\s@<>()[\]\\,;:"\p{C}]{1,253}$/u;

/** Whether a text is one e-mail address that may stand in an SMTP envelope. */
export function isAddress(text: string): boolean {
  return shape.test(text);
}
