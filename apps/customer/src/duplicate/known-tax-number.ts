import { refusedField } from '@kontor/errors/app-error';
import type { Customer } from '../customer/customer.entity.js';
import { plainTaxNumber, taxNumberFault } from './rules/tax-number.js';

/** The tax number as it is stored; throws invalid naming taxNumber where it cannot be one. */
export function knownTaxNumber(
  { taxNumber, addresses }: Pick<Customer, 'taxNumber' | 'addresses'>,
  companyCountry: string,
): string {
  const plain = plainTaxNumber(taxNumber);
  const reason = plain && taxNumberFault(plain, addresses[0]?.country, companyCountry);
  if (reason) throw refusedField('taxNumber', reason);
  return plain;
}
