import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import { boundaries } from './tools/check/boundaries.js';

const tests = ['**/*.spec.ts', '**/test/**'];

/** What a pure rule may not import: frameworks, drivers, the operating system. Hashing is pure, and allowed. */
const impure =
  '^(node:(?!crypto$)|@nestjs/|@grpc/|@nats-io/|@fastify/|@opentelemetry/|typeorm|pg$|pino|rxjs|fastify|nodemailer|' +
  '@kontor/(database|events|rpc|service|telemetry|testing))';

const noDefaultExport = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export by name: a thing has one name everywhere.',
};

const noClock = [
  ["NewExpression[callee.name='Date'][arguments.length=0]", 'new Date()'],
  ["CallExpression[callee.object.name='Date'][callee.property.name='now']", 'Date.now()'],
  ["CallExpression[callee.object.name='performance'][callee.property.name='now']", 'performance.now()'],
  ["MemberExpression[object.name='Temporal'][property.name='Now']", 'Temporal.Now'],
  ["CallExpression[callee.object.name='Math'][callee.property.name='random']", 'Math.random()'],
  [
    'CallExpression[callee.name=/^(randomUUID|randomBytes|randomInt|setTimeout|setInterval)$/]',
    'chance or time',
  ],
  ["MemberExpression[object.name='process']", 'process'],
].map(([selector, what]) => ({
  selector,
  message: `A rule is a pure function: no ${what}; have it passed in.`,
}));

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      'libs/contracts/src/gen/**',
      '.nx/**',
      '.kontor/**',
      'coverage/**',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommended],
    plugins: { kontor: boundaries },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'kontor/packages': 'error',
      'max-lines': ['error', { max: 300 }],
      'no-restricted-syntax': ['error', noDefaultExport],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'The environment is read in config.ts only.' },
      ],
      '@typescript-eslint/no-floating-promises': 'error',
      // A callback that returns a promise is refused only where nobody would see it fail.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // Leaves files with decorators alone: Nest needs the classes that it injects at run time.
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
    },
  },
  {
    files: ['**/config.ts', 'tools/**', 'libs/testing/**', ...tests],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['**/rules/**/*.ts'],
    ignores: tests,
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: impure, message: 'A rule is a pure function: no framework, no I/O.' }] },
      ],
      'no-restricted-syntax': ['error', noDefaultExport, ...noClock],
    },
  },
  { files: [...tests, '**/migrations/**', '**/*.migration.ts'], rules: { 'max-lines': 'off' } },
  { files: ['libs/testing/src/global-*.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', Buffer: 'readonly' } },
  },
);
