import './audit/entries.js';
import './audit/readers.js';
import './audit/digests.js';
import './audit/mass-reading.js';
// Last, since it damages what is kept.
import './audit/verifying.js';
