import { Injectable } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import { may } from '@kontor/access/permissions';
import type { Form, FormSection } from '@kontor/contracts/gen/kontor/identity/v1/form';
import type {
  CreateFormRequest,
  DeleteFormRequest,
  DeleteFormResponse,
  GetMyFormRequest,
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
import { withLabels } from '../custom-field/rules/translated.js';
import { CustomFieldRow } from '../custom-field/custom-field.entity.js';
import { knownRoles } from '../role/known-roles.js';
import { FormRow } from './form.entity.js';
import { formFaults } from './rules/form-faults.js';
import { myForm, type ShownField } from './rules/my-form.js';

/** Publications that can be taken back. */
const mostKept = 20;

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
      return asForm(tx.insert(FormRow, { object, role, draft, published: [], history: [] }));
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
      const history = [...before.history, before.published].slice(-mostKept);
      return published(tx, before, { published: before.draft, history });
    });
  }

  undo({ id, etag }: UndoFormRequest, call: Call): Promise<Form> {
    return this.unitOfWork.write(call, async (tx) => {
      const before = await tx.getForUpdate(FormRow, id);
      checkEtag(etag, asForm(before));
      const last = before.history.at(-1);
      if (!last) throw new AppError('conflict', 'nothing-to-undo');
      return published(tx, before, { published: last, history: before.history.slice(0, -1) });
    });
  }

  delete({ id, etag }: DeleteFormRequest, call: Call): Promise<DeleteFormResponse> {
    return this.unitOfWork.write(call, async (tx) => {
      const before = await tx.getForUpdate(FormRow, id);
      checkEtag(etag, asForm(before));
      tx.delete(FormRow, before);
      const version = before.version + 1;
      tell(tx, { ...before, published: [], version, etag: String(version) });
      return {};
    });
  }

  /** The caller's form; by drafts, or as of a role, for who looks after forms. */
  mine({ object, draft = false, role }: GetMyFormRequest, call: Call): Promise<MyForm> {
    const permission = 'field.manage';
    if ((draft || role !== undefined) && !may(call.caller, permission))
      throw new AppError('forbidden', 'forbidden', { params: { permission } });
    const known = contract.object(object);
    if (!known) throw new AppError('not_found', 'form-not-found');
    return this.unitOfWork.read(call, async (tx) => {
      const roles = role === undefined ? call.caller.roles : [role];
      const shown = draft ? 'draft' : 'published';
      const forms = await tx.select(
        FormRow,
        `r.object = $1 AND (r.role = ANY ($2::text[]) OR r.role = '') AND r.${shown} <> '[]'::jsonb`,
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
        ...custom.map(({ key, retired, requiredStages, unknownAllowed }) => ({
          name: `custom.${key}`,
          ...{ readOnly: retired, requiredStages, unknownAllowed },
        })),
      ].map((field) => ({ ...field, right: rights.field(object, field.name) }));
      const sections = (own.length > 0 ? own : forms).map((form) => form[shown]);
      return { object, sections: withLabels(myForm(sections, fields)) };
    });
  }
}

/** What is published anew, told to every service, which asks for what it requires. */
function published(
  tx: Transaction,
  before: FormRow,
  changes: { published: FormSection[]; history: FormSection[][] },
): Form {
  const after = tx.update(FormRow, before, { ...changes, publishTime: tx.now });
  tell(tx, after);
  return asForm(after);
}

function tell(tx: Transaction, row: FormRow): void {
  tx.emit('kontor.identity.v1.FormChanged', row, { form: { ...asForm(row), draft: [] } });
}

async function checkForm(tx: Transaction, form: Pick<Form, 'object' | 'role' | 'draft'>): Promise<void> {
  const roles = new Set((await knownRoles(tx)).all().map(({ id }) => id));
  checkFaults(formFaults(form, { roles, customFields: await customFieldNames(tx) }));
}

function asForm({ version: _, history: __, ...form }: FormRow): Form {
  return { ...form, draft: withLabels(form.draft), published: withLabels(form.published) };
}
