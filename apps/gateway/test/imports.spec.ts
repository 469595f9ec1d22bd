import './imports/uploading.js';
import './imports/refusing.js';
import './imports/bad-rows.js';
