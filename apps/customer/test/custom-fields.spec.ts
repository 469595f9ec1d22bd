import './custom-fields/values.js';
import './custom-fields/lists.js';
import './custom-fields/rights.js';
import './custom-fields/imports.js';
import './custom-fields/count.js';
