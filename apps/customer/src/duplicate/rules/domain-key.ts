import { publicMailProviders, sharedSites } from './mail-providers.js';

/** The company's own domain in an e-mail address; undefined for providers of mail for everybody. */
export function mailDomain(email: string): string | undefined {
  return ownDomain(email.slice(email.lastIndexOf('@') + 1));
}

/** The company's own domain in the address of a web site; undefined for sites on which many have a page. */
export function webDomain(website: string): string | undefined {
  return URL.canParse(website) ? ownDomain(new URL(website).hostname) : undefined;
}

function ownDomain(host: string): string | undefined {
  const address = `http://${host.trim().toLowerCase()}`;
  // A name in other letters and its ASCII form are one: URL knows how.
  const ascii = URL.canParse(address) ? new URL(address).hostname : '';
  const domain = ascii.replace(/\.$/, '').replace(/^www\d?\./, '');
  if (!domain.includes('.') || /^[\d.]+$/.test(domain) || domain.startsWith('[')) return undefined;
  return publicMailProviders.has(domain) || sharedSites.has(domain) ? undefined : domain;
}
