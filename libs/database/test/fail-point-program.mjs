// Passes two places in turn and says so, until a fail point ends it.
import { writeSync } from 'node:fs';
import { failPoint } from '@kontor/database/fail-point';

for (let passage = 1; passage <= 3; passage++) {
  failPoint('outbox.before-commit');
  writeSync(1, `before ${passage}\n`);
  failPoint('outbox.after-commit');
  writeSync(1, `after ${passage}\n`);
}
