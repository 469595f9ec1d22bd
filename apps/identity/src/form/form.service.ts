import { Injectable } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import type { Form, FormSection } from '@kontor/contracts/gen/kontor/identity/v1/form';
import type {
  CreateFormRequest,
  ListFormsRequest,
  ListFormsResponse,
  MyForm,
  PublishFormRequest,
  UndoFormRequest,
  UpdateFormRequest,
} from '@kontor/contracts/gen/kontor/identity/v1/form_service';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError } from '@kontor/errors/app-error';
import { queryFields } from '@kontor/query/fields';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import { isCustomHolder } from '@kontor/schema/custom-names';
import { checkEtag, checkFaults } from '../checks.js';
import { IdentityConfig } from '../config.js';
import { customFieldNames } from '../custom-field/custom-field-names.js';
import { CustomFieldRow } from '../custom-field/custom-field.entity.js';
import { knownRoles } from '../role/known-roles.js';
import { FormRow } from './form.entity.js';
import { formFaults } from './rules/form-faults.js';
import { myForm, type ShownField } from './rules/my-form.js';

/** Forms of objects by role: drafted, published, taken back. */
@Injectable()
export class FormService {
  private readonly fields = queryFields(contract.fields('kontor.identity.v1.Form'), {
    object: { nullable: false },
    role: { nullable: false },
  });

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly config: IdentityConfig,
  ) {}

  create({ form }: CreateFormRequest, call: Call): Promise<Form> {
    const { object, role, draft } = form as Form;
    return this.unitOfWork.write(call, async (tx) => {
      await checkForm(tx, { object, role, draft });
      const [taken] = await tx.select(FormRow, 'r.object = $1 AND r.role = $2', [object, role]);
      if (taken) throw new AppError('conflict', 'form-taken');
      return asForm(tx.insert(FormRow, { object, role, draft, published: [] }));
    });
  }

  get(id: string, call: Call): Promise<Form> {
    return this.unitOfWork.read(call, async (tx) => asForm(await tx.get(FormRow, id)));
  }

  list(request: ListFormsRequest, call: Call): Promise<ListFormsResponse> {
    return this.unitOfWork.read(call, async (tx) => {
      const { rows, ...page } = await listRows(tx, FormRow, 'form', request, {
        fields: this.fields,
        defaultOrder: 'object, role',
        method: call.method,
        secret: this.config.secret,
      });
      return { forms: rows.map(asForm), ...page };
    });
  }

  update({ id, form, updateMask = [], etag }: UpdateFormRequest, call: Call): Promise<Form> {
    checkFaults(
      updateMask.flatMap((name) =>
        name === 'draft' ? [] : [{ field: `form.${name}`, reason: 'read-only-field' }],
      ),
    );
    return this.unitOfWork.write(call, async (tx) => {
      const before = await tx.getForUpdate(FormRow, id);
      checkEtag(etag, asForm(before));
      if (updateMask.length === 0) return asForm(before);
      const draft = form?.draft ?? [];
      await checkForm(tx, { ...before, draft });
      return asForm(tx.update(FormRow, before, { draft }));
    });
  }

  publish({ id, etag }: PublishFormRequest, call: Call): Promise<Form> {
    return this.unitOfWork.write(call, async (tx) => {
      const before = await tx.getForUpdate(FormRow, id);
      checkEtag(etag, asForm(before));
      // Fields and roles may have gone since it was drafted.
      await checkForm(tx, before);
      return asForm(replacePublished(tx, before, before.draft));
    });
  }

  undo({ id, etag }: UndoFormRequest, call: Call): Promise<Form> {
    return this.unitOfWork.write(call, async (tx) => {
      const before = await tx.getForUpdate(FormRow, id);
      checkEtag(etag, asForm(before));
      if (!before.replaced) throw new AppError('conflict', 'nothing-to-undo');
      return asForm(replacePublished(tx, before, before.replaced));
    });
  }

  mine(object: string, call: Call): Promise<MyForm> {
    const known = contract.object(object);
    if (!known) throw new AppError('not_found', 'form-not-found');
    return this.unitOfWork.read(call, async (tx) => {
      const { roles } = call.caller;
      const forms = await tx.select(
        FormRow,
        `r.object = $1 AND (r.role = ANY ($2::text[]) OR r.role = '') AND r.published <> '[]'::jsonb`,
        [object, [...roles]],
        'ORDER BY r.role, r.id',
      );
      const own = forms.filter(({ role }) => role !== '');
      const rights = (await knownRoles(tx)).rights(roles);
      const custom = await tx.select(CustomFieldRow, 'r.object = $1', [object], 'ORDER BY r.position, r.key');
      const fields: ShownField[] = [
        ...contract
          .fields(known.message)
          .filter((field) => !isCustomHolder(field))
          .map(({ name, rules }) => ({ name, readOnly: rules.outputOnly })),
        ...custom.map(({ key, retired }) => ({ name: `custom.${key}`, readOnly: retired })),
      ].map((field) => ({ ...field, right: rights.field(object, field.name) }));
      const published = (own.length > 0 ? own : forms).map((form) => form.published);
      return { object, sections: myForm(published, fields) };
    });
  }
}

function replacePublished(tx: Transaction, before: FormRow, published: FormSection[]): FormRow {
  const { published: replaced } = before;
  return tx.update(FormRow, before, { published, replaced, publishTime: tx.now });
}

async function checkForm(tx: Transaction, form: Pick<Form, 'object' | 'role' | 'draft'>): Promise<void> {
  const roles = new Set((await knownRoles(tx)).all().map(({ id }) => id));
  checkFaults(formFaults(form, { roles, customFields: await customFieldNames(tx) }));
}

function asForm({ version: _, replaced: __, ...form }: FormRow): Form {
  return form;
}
