/** How long who attached a file may take it back, in milliseconds. */
const regretPeriod = 24 * 60 * 60 * 1000;

/** Whether somebody may remove a file: who attached it within a day, later only who may remove files of others. */
export function mayRemove(
  file: { authorId: string; createTime: string },
  personId: string,
  removesAny: boolean,
  now: string,
): boolean {
  if (removesAny) return true;
  return file.authorId === personId && Date.parse(now) - Date.parse(file.createTime) <= regretPeriod;
}
