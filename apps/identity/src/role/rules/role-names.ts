import type { Language } from '@kontor/errors/languages';

/** What the roles that Kontor ships are called. */
const names: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  administrator: { en: 'Administrator', ru: 'Администратор', 'zh-CN': '管理员' },
  manager: { en: 'Manager', ru: 'Руководитель', 'zh-CN': '主管' },
  salesperson: { en: 'Salesperson', ru: 'Менеджер по продажам', 'zh-CN': '销售人员' },
};

/** The name of a shipped role; of one without a name here its id as people write it: `sales-engineer`, Sales engineer. */
export function shippedName(id: string, language: Language): string {
  const name = Object.hasOwn(names, id) ? names[id]?.[language] : undefined;
  return name ?? (id.charAt(0).toUpperCase() + id.slice(1)).replaceAll('-', ' ');
}

/**
 * The name of a built-in role that the company changed: as it stands, but where it stands as shipped, in whichever
 * language, in that of the reader.
 */
export function storedName({ id, name }: { id: string; name: string }, language: Language): string {
  const asShipped = Object.hasOwn(names, id) && Object.values(names[id] ?? {}).includes(name);
  return asShipped ? shippedName(id, language) : name;
}
