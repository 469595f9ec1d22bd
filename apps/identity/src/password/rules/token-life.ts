const minute = 60_000;

/** What a one-time token is for: a first password, or another one. */
export type TokenPurpose = 'invitation' | 'password-reset';

/** How long a token can be redeemed, in milliseconds: somebody new may be on the road, who forgot waits for the mail. */
export const tokenLife: Readonly<Record<TokenPurpose, number>> = {
  invitation: 72 * 60 * minute,
  'password-reset': 15 * minute,
};

/** Nobody's mailbox is filled by others: between two tokens that were asked for by address, in milliseconds. */
export const tokenPause = minute;

/** What a token is for, by whether the person has a password. */
export function tokenPurpose(hasPassword: boolean): TokenPurpose {
  return hasPassword ? 'password-reset' : 'invitation';
}
