import './server/calls.js';
import './server/refusals.js';
import './server/faults.js';
import './server/life.js';
