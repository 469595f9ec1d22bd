import { Injectable } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import type { Form, FormSection } from '@kontor/contracts/gen/kontor/identity/v1/form';
import type {
  CreateFormRequest,
  DeleteFormRequest,
  DeleteFormResponse,
  ListFormVersionsResponse,
  ListFormsRequest,
  ListFormsResponse,
  PublishFormRequest,
  RestoreFormRequest,
  UndoFormRequest,
  UpdateFormRequest,
} from '@kontor/contracts/gen/kontor/identity/v1/form_service';
import { expectEtag } from '@kontor/database/etag';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError, checkFaults } from '@kontor/errors/app-error';
import { queryFields } from '@kontor/query/fields';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import { keepVersion, versionOf, versionsOf } from '../version/definition-versions.js';
import { checkForm } from './check-form.js';
import { IdentityConfig } from '../config.js';
import { withLabels } from '../custom-field/rules/translated.js';
import { FormRow } from './form.entity.js';

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
      expectEtag(asForm(before), etag);
      if (updateMask.length === 0) return asForm(before);
      const draft = form?.draft ?? [];
      await checkForm(tx, { ...before, draft });
      return asForm(tx.update(FormRow, before, { draft }));
    });
  }

  publish({ id, etag }: PublishFormRequest, call: Call): Promise<Form> {
    return this.unitOfWork.write(call, async (tx) => {
      const before = await tx.getForUpdate(FormRow, id);
      expectEtag(asForm(before), etag);
      // Fields and roles may have gone since it was drafted.
      await checkForm(tx, before);
      const history = [...before.history, before.published].slice(-mostKept);
      return published(tx, before, { published: before.draft, history });
    });
  }

  undo({ id, etag }: UndoFormRequest, call: Call): Promise<Form> {
    return this.unitOfWork.write(call, async (tx) => {
      const before = await tx.getForUpdate(FormRow, id);
      expectEtag(asForm(before), etag);
      const last = before.history.at(-1);
      if (!last) throw new AppError('conflict', 'nothing-to-undo');
      return published(tx, before, { published: last, history: before.history.slice(0, -1) });
    });
  }

  delete({ id, etag }: DeleteFormRequest, call: Call): Promise<DeleteFormResponse> {
    return this.unitOfWork.write(call, async (tx) => {
      const before = await tx.getForUpdate(FormRow, id);
      expectEtag(asForm(before), etag);
      tx.delete(FormRow, before);
      const version = before.version + 1;
      tell(tx, { ...before, published: [], version, etag: String(version) });
      return {};
    });
  }

  versions(id: string, call: Call): Promise<ListFormVersionsResponse> {
    return this.unitOfWork.read(call, async (tx) => {
      await tx.get(FormRow, id);
      const versions = await versionsOf<KeptForm>(tx, id);
      return {
        versions: versions.map(({ document, ...version }) => ({
          ...version,
          sections: withLabels(document.sections),
        })),
      };
    });
  }

  /** Publishes what was published once. */
  restore({ id, version, etag }: RestoreFormRequest, call: Call): Promise<Form> {
    return this.unitOfWork.write(call, async (tx) => {
      const before = await tx.getForUpdate(FormRow, id);
      expectEtag(asForm(before), etag);
      const { sections } = await versionOf<KeptForm>(tx, id, version);
      await checkForm(tx, { ...before, draft: sections });
      const history = [...before.history, before.published].slice(-mostKept);
      return published(tx, before, { published: sections, history });
    });
  }
}

/** What is kept of a form at each publication. */
interface KeptForm {
  sections: FormSection[];
}

/** What is published anew, told to every service, which asks for what it requires. */
async function published(
  tx: Transaction,
  before: FormRow,
  changes: { published: FormSection[]; history: FormSection[][] },
): Promise<Form> {
  const after = tx.update(FormRow, before, { ...changes, publishTime: tx.now });
  tell(tx, after);
  await keepVersion(tx, after, { sections: after.published });
  return asForm(after);
}

function tell(tx: Transaction, row: FormRow): void {
  tx.emit('kontor.identity.v1.FormChanged', row, { form: { ...asForm(row), draft: [] } });
}

function asForm({ version: _, history: __, ...form }: FormRow): Form {
  return { ...form, draft: withLabels(form.draft), published: withLabels(form.published) };
}
