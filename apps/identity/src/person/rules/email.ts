/** The form in which an address is stored and compared: people write their own in any case. */
export function storedEmail(email: string): string {
  return email.trim().toLowerCase();
}
