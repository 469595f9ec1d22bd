// Makes the databases and roles that the environment names, where they are missing, and sets their passwords:
//   POSTGRES_ADMIN_URL           a role that may make roles and databases
//   <SERVICE>_DATABASE_URL       the running role's address
//   <SERVICE>_DATABASE_OWNER_URL the owner's address, which migrates
// It may run again at any time, such as when a service has been added.
/* global URL */
import { provideDatabase } from '../tools/servers/databases.ts';

const adminUrl = process.env.POSTGRES_ADMIN_URL;
if (!adminUrl) throw new Error('POSTGRES_ADMIN_URL is not set');

for (const [variable, ownerAddress] of Object.entries(process.env)) {
  const service = /^(\w+)_DATABASE_OWNER_URL$/.exec(variable)?.[1];
  if (!service || !ownerAddress) continue;
  const owner = new URL(ownerAddress);
  const running = new URL(required(`${service}_DATABASE_URL`));
  const name = `kontor_${service.toLowerCase()}`;
  const named = [running.pathname, owner.pathname, running.username, owner.username].join(' ');
  if (named !== `/${name} /${name} ${name} ${name}_owner`) {
    throw new Error(
      `${service}: database and running role are to be called ${name}, the owner ${name}_owner`,
    );
  }
  const [password, ownerPassword] = [running, owner].map((url) => decodeURIComponent(url.password));
  await provideDatabase(adminUrl, { name, password, ownerPassword });
  console.log(`${name} is there.`);
}

function required(variable) {
  const value = process.env[variable];
  if (!value) throw new Error(`${variable} is not set`);
  return value;
}
