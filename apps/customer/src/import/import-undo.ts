import { Injectable } from '@nestjs/common';
import type { Import as ImportAnswer } from '@kontor/contracts/gen/kontor/customer/v1/import';
import type { Call } from '@kontor/access/call';
import { rightsOf } from '@kontor/access/permissions';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError } from '@kontor/errors/app-error';
import { asService } from '../customer/guardian.js';
import { importAnswer } from './import-answer.js';
import { Import } from './import.entity.js';
import { ImportJob } from './import.job.js';
import { importMayBecome } from './rules/import-state.js';

/** Takes in that an import is to be undone. */
@Injectable()
export class ImportUndo {
  constructor(
    private readonly work: UnitOfWork,
    private readonly job: ImportJob,
  ) {}

  /** By who started it; administrators may undo what they do not see otherwise. Again changes nothing. */
  async start(id: string, call: Call): Promise<ImportAnswer> {
    const answer = await this.work.write(rightsOf(call.caller).all ? asService(call) : call, async (tx) => {
      const before = await tx.getForUpdate(Import, id);
      if (before.state === 'undoing' || before.state === 'undone') return importAnswer(before, call.language);
      const inTime = before.undoUntil !== undefined && Date.parse(before.undoUntil) > Date.parse(tx.now);
      if (!inTime || !importMayBecome(before.state, 'undoing'))
        throw new AppError('conflict', 'import-not-undoable');
      const undoPersonId = call.caller.personId;
      const after = tx.update(Import, before, { state: 'undoing', undoPersonId, undoUntil: undefined });
      await tx.query('UPDATE import SET lease_until = clock_timestamp(), attempts = 0 WHERE id = $1', [id]);
      tx.audit({ action: 'undo', object: 'import', objectId: id, version: after.version });
      return importAnswer(after, call.language);
    });
    this.job.wake();
    return answer;
  }
}
