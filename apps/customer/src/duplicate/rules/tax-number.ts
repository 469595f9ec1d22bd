/** How a tax number is checked. */
export type TaxScheme = 'uscc' | 'inn' | 'resident-id';

/** A tax number without what people put between its characters: spaces, hyphens, dots and strokes; in capitals. */
export function plainTaxNumber(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-‐-―./_]/gu, '');
}

const usccLetters = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** Unified Social Credit Code of China: 18 characters, the last one a check (GB 32100-2015, modulo 31). */
export function isUscc(text: string): boolean {
  // Noughts alone are what people type for nothing, and their check is right.
  if (text.length !== 18 || /^0+$/.test(text)) return false;
  let sum = 0;
  for (let place = 0; place < 17; place++) {
    const value = usccLetters.indexOf(text.charAt(place));
    if (value < 0) return false;
    sum += value * (3 ** place % 31);
  }
  return text.charAt(17) === usccLetters.charAt((31 - (sum % 31)) % 31);
}

const innWeights = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];

/** Taxpayer number of Russia: 10 digits of a company, 12 of a person; the last one, or two, are checks. */
export function isInn(text: string): boolean {
  if (!/^(\d{10}|\d{12})$/.test(text) || /^0+$/.test(text)) return false;
  const checks = text.length === 10 ? [9] : [10, 11];
  return checks.every((place) => Number(text[place]) === innCheck(text, place));
}

/** The check digit at a place of an INN, from the digits before it. */
function innCheck(text: string, place: number): number {
  const weights = innWeights.slice(innWeights.length - place);
  const sum = weights.reduce((total, weight, index) => total + weight * Number(text[index]), 0);
  return (sum % 11) % 10;
}

const residentWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** Resident identity number of China, the tax number of natural persons there (GB 11643-1999, modulo 11-2). */
export function isResidentId(text: string): boolean {
  if (!/^[1-9]\d{16}[\dX]$/.test(text) || !isDay(text.slice(6, 14))) return false;
  const sum = residentWeights.reduce((total, weight, index) => total + weight * Number(text[index]), 0);
  return text[17] === '10X98765432'.charAt(sum % 11);
}

/** Whether eight digits are a day of birth, such as 19491231. */
function isDay(digits: string): boolean {
  const day = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
  const time = Date.parse(`${day}T00:00:00Z`);
  return digits > '1800' && !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}

/** The numbers of a country that are known: another one there is a mistake. */
const schemesOf: Readonly<Record<string, readonly TaxScheme[]>> = {
  CN: ['uscc', 'resident-id'],
  RU: ['inn'],
};

const isOf: Readonly<Record<TaxScheme, (text: string) => boolean>> = {
  uscc: isUscc,
  inn: isInn,
  'resident-id': isResidentId,
};

/** Why a tax number is refused: as a word of the messages. */
export type TaxNumberFault = 'not-a-uscc' | 'not-an-inn';

/**
 * What is wrong with a tax number in its plain form. `country` is that of the customer's address, where there is one;
 * `companyCountry` counts without, and then a true number of any known country passes too. Numbers of other countries
 * have no form that Kontor knows.
 */
export function taxNumberFault(
  text: string,
  country: string | undefined,
  companyCountry: string,
): TaxNumberFault | undefined {
  const schemes = country
    ? (schemesOf[country] ?? [])
    : schemesOf[companyCountry] && Object.values(schemesOf).flat();
  if (!schemes || schemes.length === 0 || schemes.some((scheme) => isOf[scheme](text))) return undefined;
  return (country || meantCountry(text) || companyCountry) === 'RU' ? 'not-an-inn' : 'not-a-uscc';
}

/** The country whose numbers have this length, right or wrong: what somebody meant who gave no address. */
function meantCountry({ length }: string): string | undefined {
  if (length === 10 || length === 12) return 'RU';
  return length === 18 ? 'CN' : undefined;
}
