import { storedEmail } from '../../person/rules/email.js';

/** What a provider says of whoever signed in; anything may be missing or of another kind. */
export type ProviderClaims = Readonly<Record<string, unknown>>;

/** The address by which a person is found: only one that the provider vouches for. Undefined without such a one. */
export function verifiedEmail({ email, email_verified: verified }: ProviderClaims): string | undefined {
  return typeof email === 'string' && email !== '' && verified === true ? storedEmail(email) : undefined;
}
