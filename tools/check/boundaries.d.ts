import type { ESLint } from 'eslint';

/** ESLint plugin with the one rule `kontor/packages`: who may import whom in this repository. */
export declare const boundaries: ESLint.Plugin;
