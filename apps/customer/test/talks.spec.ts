import './talks/outcomes.js';
import './talks/visits.js';
import './talks/ingested.js';
import './talks/next-contacts.js';
