import './handovers/handover.js';
import './handovers/leaving.js';
import './handovers/last-day.js';
