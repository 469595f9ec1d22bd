import './opportunities/life.js';
import './opportunities/sight.js';
import './opportunities/customers.js';
import './opportunities/conversions.js';
