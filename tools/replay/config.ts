/** Address of a service's database as the environment names it: CUSTOMER_DATABASE_URL for `customer`. */
export function databaseUrl(service: string): string {
  const name = `${service.toUpperCase().replaceAll('-', '_')}_DATABASE_URL`;
  const url = process.env[name];
  if (!url) throw new Error(`${name} is not set: the address of the database of ${service}.`);
  return url;
}
