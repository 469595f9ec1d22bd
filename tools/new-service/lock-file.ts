interface LockFile {
  packages: Record<string, object>;
}

/**
 * package-lock.json with one more workspace, as npm itself would write it: without it `npm ci` refuses the new package.
 */
export function withWorkspace(lockFile: string, service: string): string {
  const lock = JSON.parse(lockFile) as LockFile;
  const folder = `apps/${service}`;
  const packages = {
    ...lock.packages,
    [folder]: { name: `@kontor/${service}`, version: '0.1.0' },
    [`node_modules/@kontor/${service}`]: { resolved: folder, link: true },
  };
  const sorted = Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
  return `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`;
}
