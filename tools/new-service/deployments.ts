import { rename, type Names } from './names.ts';

/** Lines that a file of deploy/ or k8s/ gets for each service, above the line that holds the mark. */
interface Addition {
  file: string;
  mark: string;
  lines: string;
}

const url = (role: string, password: string) =>
  `postgres://kontor_garden_shed${role}:${password}@postgres:5432/kontor_garden_shed`;
const given = (variable: string) => `\${${variable}:?is not set in deploy/.env}`;

const additions: readonly Addition[] = [
  { file: 'deploy/compose.yaml', mark: 'address', lines: '  GARDEN_SHED_URL: garden-shed:4000\n' },
  {
    file: 'deploy/compose.yaml',
    mark: 'process',
    lines: `  garden-shed:
    <<: *service
    command: [apps/garden-shed/dist/main.js]
    environment:
      <<: *environment
      GARDEN_SHED_LISTEN: 0.0.0.0:4000
      GARDEN_SHED_DATABASE_URL: &garden-shed-database ${url('', given('GARDEN_SHED_DATABASE_PASSWORD'))}
      GARDEN_SHED_DATABASE_OWNER_URL: &garden-shed-database-owner ${url('_owner', given('GARDEN_SHED_DATABASE_OWNER_PASSWORD'))}

`,
  },
  {
    file: 'deploy/compose.yaml',
    mark: 'database',
    lines: `      GARDEN_SHED_DATABASE_URL: *garden-shed-database
      GARDEN_SHED_DATABASE_OWNER_URL: *garden-shed-database-owner
`,
  },
  {
    file: 'deploy/.env.example',
    mark: 'passwords',
    lines: 'GARDEN_SHED_DATABASE_PASSWORD=\nGARDEN_SHED_DATABASE_OWNER_PASSWORD=\n',
  },
  { file: 'k8s/base/kustomization.yaml', mark: 'process', lines: '  - garden-shed\n' },
  {
    file: 'k8s/base/config.env',
    mark: 'address',
    lines: 'GARDEN_SHED_LISTEN=0.0.0.0:4000\nGARDEN_SHED_URL=garden-shed:4000\n',
  },
  {
    file: 'k8s/overlays/dev/kustomization.yaml',
    mark: 'secret',
    lines: `  - name: garden-shed-database
    literals:
      - GARDEN_SHED_DATABASE_URL=${url('', 'trying')}
      - GARDEN_SHED_DATABASE_OWNER_URL=${url('_owner', 'trying')}
`,
  },
  {
    file: 'k8s/overlays/dev/servers/databases.yaml',
    mark: 'database',
    lines: '            - secretRef: { name: garden-shed-database }\n',
  },
];

/** The files that say where services run. */
export const deploymentFiles: readonly string[] = [...new Set(additions.map(({ file }) => file))];

/** A file of {@link deploymentFiles} with the lines of a new service. Throws where a mark is missing. */
export function withService(file: string, text: string, names: Names): string {
  return additions
    .filter((addition) => addition.file === file)
    .reduce((before, { mark, lines }) => {
      const place = new RegExp(`^ *# new-service: ${mark}$`, 'm').exec(before)?.index;
      if (place === undefined) throw new Error(`${file} has no line "# new-service: ${mark}" to add above.`);
      return before.slice(0, place) + rename(lines, names) + before.slice(place);
    }, text);
}
