import './events/audience.js';
import './events/rights-of-now.js';
import './events/resuming.js';
import './events/ends.js';
import './events/stale-feed.js';
