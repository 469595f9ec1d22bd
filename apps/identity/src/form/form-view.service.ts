import { Injectable } from '@nestjs/common';
import { may } from '@kontor/access/permissions';
import type { Call } from '@kontor/access/call';
import type { Form, FormSection } from '@kontor/contracts/gen/kontor/identity/v1/form';
import type {
  GetMyFormRequest,
  MyForm,
  PreviewFormRequest,
} from '@kontor/contracts/gen/kontor/identity/v1/form_service';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError, checkFaults } from '@kontor/errors/app-error';
import { contract } from '@kontor/schema/contract';
import { isCustomHolder } from '@kontor/schema/custom-names';
import { withLabels } from '../custom-field/rules/translated.js';
import { CustomFieldRow } from '../custom-field/custom-field.entity.js';
import { knownRoles } from '../role/known-roles.js';
import { checkForm } from './check-form.js';
import { FormRow } from './form.entity.js';
import { myForm, type ShownField } from './rules/my-form.js';

/** A form as it is looked at: published, drafted, or as somebody has it on the screen. */
interface Looked {
  role: string;
  sections: FormSection[];
}

/** Forms as somebody sees them. */
@Injectable()
export class FormViewService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** The caller's form; by drafts, or as of a role, for who looks after forms. */
  mine({ object, draft = false, role }: GetMyFormRequest, call: Call): Promise<MyForm> {
    const permission = 'field.manage';
    if ((draft || role !== undefined) && !may(call.caller, permission))
      throw new AppError('forbidden', 'forbidden', { params: { permission } });
    return this.unitOfWork.read(call, async (tx) => {
      const roles = role === undefined ? call.caller.roles : [role];
      return seen(tx, object, roles, await formsOf(tx, object, draft ? 'draft' : 'published'));
    });
  }

  /** A form that is being worked on, as holders of roles would see it were it published now. */
  preview({ form, roles = [] }: PreviewFormRequest, call: Call): Promise<MyForm> {
    const { object, role, draft } = form as Form;
    return this.unitOfWork.read(call, async (tx) => {
      await checkForm(tx, { object, role, draft });
      await checkRoles(tx, roles);
      const others = await formsOf(tx, object, 'published');
      const instead = others.filter((one) => one.role !== role);
      const forms = draft.length > 0 ? [...instead, { role, sections: draft }] : instead;
      const own = role === '' ? call.caller.roles : [role];
      return seen(tx, object, roles.length > 0 ? roles : own, forms);
    });
  }
}

async function checkRoles(tx: Transaction, roles: readonly string[]): Promise<void> {
  const known = new Set((await knownRoles(tx)).all().map(({ id }) => id));
  checkFaults(
    roles.flatMap((role, i) =>
      known.has(role) ? [] : [{ field: `roles[${i}]`, reason: 'unknown-role', params: { role } }],
    ),
  );
}

async function formsOf(tx: Transaction, object: string, which: 'draft' | 'published'): Promise<Looked[]> {
  const rows = await tx.select(FormRow, `r.object = $1 AND r.${which} <> '[]'::jsonb`, [object]);
  return rows.map((row) => ({ role: row.role, sections: row[which] }));
}

/** What holders of roles see of an object by its forms: by those of the roles, else by that for everybody. */
async function seen(
  tx: Transaction,
  object: string,
  roles: readonly string[],
  forms: readonly Looked[],
): Promise<MyForm> {
  const known = contract.object(object);
  if (!known) throw new AppError('not_found', 'form-not-found');
  const held = forms.filter(({ role }) => role !== '' && roles.includes(role));
  const inOrder = held.toSorted((one, other) => (one.role < other.role ? -1 : 1));
  const shown = inOrder.length > 0 ? inOrder : forms.filter(({ role }) => role === '');
  const rights = (await knownRoles(tx)).rights(roles);
  const custom = await tx.select(CustomFieldRow, 'r.object = $1', [object], 'ORDER BY r.position, r.key');
  const fields: ShownField[] = [
    ...contract
      .fields(known.message)
      .filter((field) => !isCustomHolder(field))
      .map(({ name, rules }) => ({ name, readOnly: rules.outputOnly })),
    ...custom.map(({ key, retired, changing, requiredStages, unknownAllowed }) => ({
      name: `custom.${key}`,
      ...{ readOnly: retired || changing, requiredStages, unknownAllowed },
    })),
  ].map((field) => ({ ...field, right: rights.field(object, field.name) }));
  const sections = shown.map((form) => form.sections);
  return { object, sections: withLabels(myForm(sections, fields)) };
}
