import { openScene, stage } from './import-rows/scene.js';
import './import-rows/row.js';
import './import-rows/again.js';
import './import-rows/upload.js';
import './import-rows/foreign.js';
import './import-rows/duplicates.js';

beforeAll(openScene, 60_000);

afterAll(() => stage.service.dispose());
