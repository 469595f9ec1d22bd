import type { Form } from '@kontor/contracts/gen/kontor/identity/v1/form';
import type { Transaction } from '@kontor/database/transaction';
import { checkFaults } from '@kontor/errors/app-error';
import { customFieldNames } from '../custom-field/custom-field-names.js';
import { knownRoles } from '../role/known-roles.js';
import { formFaults } from './rules/form-faults.js';

/** Refuses a form that names fields, roles or stages that there are not. */
export async function checkForm(
  tx: Transaction,
  form: Pick<Form, 'object' | 'role' | 'draft'>,
): Promise<void> {
  const roles = new Set((await knownRoles(tx)).all().map(({ id }) => id));
  checkFaults(formFaults(form, { roles, customFields: await customFieldNames(tx) }));
}
