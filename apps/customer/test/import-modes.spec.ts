import { openScene, stage } from './import-modes/scene.js';
import './import-modes/updates.js';
import './import-modes/custom-columns.js';
import './import-modes/contacts.js';
import './import-modes/cap.js';
import './import-modes/talks.js';
import './import-modes/undo.js';
import './import-modes/undo-chain.js';
import './import-modes/merged-ids.js';
import './import-modes/alike-updates.js';
import './import-modes/exported-file.js';
import './import-modes/external-id.js';

beforeAll(openScene, 60_000);

afterAll(() => stage.service.dispose());
