import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import type { StatefulSet } from 'kubernetes-models/apps/v1/StatefulSet';
import type { Job } from 'kubernetes-models/batch/v1/Job';
import type { ConfigMap } from 'kubernetes-models/v1/ConfigMap';
import type { Service } from 'kubernetes-models/v1/Service';
import { parse } from 'yaml';
import { envName, readApps } from '../start/services.ts';
import { canRender, faults, nameOf, render, type Manifest } from './manifests.ts';

const root = join(import.meta.dirname, '../..');
const folders = ['k8s/base', 'k8s/overlays/dev'];
const rendered = canRender();
if (!rendered) console.warn('kubectl is not on this machine: the manifests in k8s/ are not looked at.');

/** What starts pods. */
type Workload = Deployment | StatefulSet | Job;

const isWorkload = ({ kind }: Manifest): boolean => ['Deployment', 'StatefulSet', 'Job'].includes(kind);
const workloads = (manifests: Manifest[]): Workload[] =>
  manifests.filter(isWorkload) as unknown as Workload[];

function ofKind<T>(manifests: Manifest[], kind: string, name: string): T | undefined {
  return manifests.find((one) => one.kind === kind && one.metadata.name === name) as T | undefined;
}

(rendered ? describe : describe.skip).each(folders)('%s', (folder) => {
  let manifests: Manifest[];
  beforeAll(() => void (manifests = render(folder)));

  it('is what the schemas of Kubernetes ask for', async () => {
    expect(await faults(manifests)).toEqual([]);
  }, 60_000);

  it.each(readApps())('runs $name', ({ name, kind, database }) => {
    const pod = ofKind<Deployment>(manifests, 'Deployment', name)?.spec?.template.spec;
    const container = pod?.containers[0];
    expect(container?.args).toEqual([`apps/${name}/dist/main.js`]);
    const secrets = (container?.envFrom ?? []).map(({ secretRef }) => secretRef?.name ?? '');
    expect(secrets.some((secret) => secret.startsWith(`${name}-database`))).toBe(database);
    const service = ofKind<Service>(manifests, 'Service', name)?.spec;
    expect(service?.clusterIP === 'None').toBe(kind === 'service');
    expect(service?.selector).toEqual({ 'app.kubernetes.io/name': name });
    expect(ofKind(manifests, 'PodDisruptionBudget', name)).toBeDefined();
    const config = manifests.find((one) => one.kind === 'ConfigMap') as unknown as ConfigMap;
    if (kind === 'edge') return;
    expect(config.data).toMatchObject({
      [`${envName(name)}_URL`]: `${name}:4000`,
      [`${envName(name)}_LISTEN`]: '0.0.0.0:4000',
    });
  });

  it('starts nothing that Kubernetes would not admit under its restricted policy, or that could be written to', () => {
    const found = workloads(manifests).flatMap(({ metadata, spec }) => {
      const pod = spec?.template.spec;
      const containers = [...(pod?.initContainers ?? []), ...(pod?.containers ?? [])];
      return containers.map(({ name, securityContext, resources }) => ({
        name: `${metadata?.name}/${name}`,
        root: pod?.securityContext?.runAsNonRoot !== true,
        seccomp: pod?.securityContext?.seccompProfile?.type,
        escalates: securityContext?.allowPrivilegeEscalation !== false,
        keeps: securityContext?.capabilities?.drop?.join(),
        writes: securityContext?.readOnlyRootFilesystem !== true,
        token: pod?.automountServiceAccountToken !== false,
        bounded: resources?.limits?.['memory'] !== undefined,
      }));
    });
    expect(found.length).toBeGreaterThan(3);
    const safe = { root: false, seccomp: 'RuntimeDefault', escalates: false, keeps: 'ALL', writes: false };
    expect(found).toEqual(found.map(({ name }) => ({ name, ...safe, token: false, bounded: true })));
  });

  it('refuses every connection that is not declared', () => {
    expect(ofKind(manifests, 'NetworkPolicy', 'default-deny')).toMatchObject({
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    });
  });
});

describe('the check of manifests', () => {
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'sample' },
    spec: {
      selector: { matchLabels: { app: 'sample' } },
      template: { metadata: { labels: { app: 'sample' } }, spec: { containers: [{ name: 'one' }] } },
    },
  };

  it('finds nothing wrong with what is right', async () => {
    expect(await faults([deployment])).toEqual([]);
  }, 60_000);

  it('finds what is missing, of the wrong type, or unknown, and says where', async () => {
    const { template, ...noTemplate } = deployment.spec;
    const wrong = [
      { ...deployment, metadata: { name: 'missing' }, spec: noTemplate },
      { ...deployment, metadata: { name: 'mistyped' }, spec: { ...deployment.spec, replicas: 'two' } },
      { ...deployment, metadata: { name: 'unknown' }, spec: { template, ...noTemplate, replica: 2 } },
    ];
    const found = (await faults(wrong)).join('\n');
    for (const manifest of wrong) expect(found).toContain(nameOf(manifest));
    expect(found).toContain('"replica"');
  }, 60_000);
});

describe('deploy/compose.yaml', () => {
  interface Compose {
    services: Record<string, { command?: string[]; ports?: string[]; environment?: Record<string, string> }>;
  }
  const { services } = parse(readFileSync(join(root, 'deploy/compose.yaml'), 'utf8'), {
    merge: true,
  }) as Compose;

  it.each(readApps())('runs $name and tells the gateway where it is', ({ name, kind }) => {
    expect(services[name]?.command).toEqual([`apps/${name}/dist/main.js`]);
    if (kind === 'edge') return;
    expect(services['gateway']?.environment).toMatchObject({ [`${envName(name)}_URL`]: `${name}:4000` });
    expect(services[name]?.environment).toMatchObject({ [`${envName(name)}_LISTEN`]: '0.0.0.0:4000' });
  });

  it('publishes the gateway and nothing else of ours', () => {
    const published = Object.entries(services).filter(([, { ports }]) => ports);
    expect(published.map(([name]) => name)).toEqual(['gateway', 'mail']);
  });

  it('asks for no setting that .env.example does not have', () => {
    const text = readFileSync(join(root, 'deploy/compose.yaml'), 'utf8');
    const example = readFileSync(join(root, 'deploy/.env.example'), 'utf8');
    const settings = new Set([...text.matchAll(/\$\{(\w+)/g)].map(([, name]) => name ?? ''));
    const known = new Set([...example.matchAll(/^(\w+)=/gm)].map(([, name]) => name ?? ''));
    expect([...settings].filter((name) => !known.has(name))).toEqual([]);
  });
});
