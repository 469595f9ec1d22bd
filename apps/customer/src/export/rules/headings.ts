import type { CustomField, Translated } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import type { Language } from '@kontor/errors/languages';

type Heading = Record<Language, string>;

const heading = (chinese: string, russian: string, english: string): Heading => ({
  'zh-CN': chinese,
  ru: russian,
  en: english,
});

/** What a column is called in a file. */
const headings: Record<string, Heading> = {
  number: heading('编号', 'Номер', 'Number'),
  source: heading('来源系统', 'Источник', 'Source'),
  externalId: heading('外部编号', 'Внешний номер', 'External ID'),
  kind: heading('类型', 'Вид', 'Kind'),
  name: heading('名称', 'Название', 'Name'),
  status: heading('状态', 'Статус', 'Status'),
  channel: heading('获客渠道', 'Канал привлечения', 'Channel'),
  segment: heading('客户分类', 'Сегмент', 'Segment'),
  phone: heading('电话', 'Телефон', 'Phone'),
  phoneNumber: heading('国际电话号码', 'Телефон (междунар.)', 'Phone (international)'),
  email: heading('电子邮箱', 'Эл. почта', 'E-mail'),
  website: heading('网站', 'Сайт', 'Website'),
  street: heading('街道地址', 'Улица, дом', 'Street'),
  city: heading('城市', 'Город', 'City'),
  region: heading('省/州/地区', 'Регион', 'Region'),
  postalCode: heading('邮政编码', 'Индекс', 'Postal code'),
  country: heading('国家', 'Страна', 'Country'),
  addresses: heading('全部地址', 'Все адреса', 'All addresses'),
  note: heading('备注', 'Примечание', 'Note'),
  ownerName: heading('负责人', 'Ответственный', 'Owner'),
  ownerEmail: heading('负责人邮箱', 'Эл. почта ответственного', 'Owner’s e-mail'),
  assignmentState: heading('分配状态', 'Закрепление', 'Assignment'),
  productLine: heading('产品线', 'Продуктовая линия', 'Product line'),
  taxNumber: heading('税号', 'ИНН / налоговый номер', 'Tax number'),
  lastContactTime: heading('最近联系时间', 'Последний контакт', 'Last contact'),
  nextContactTime: heading('下次联系时间', 'Следующий контакт', 'Next contact'),
  createTime: heading('创建时间', 'Создано', 'Created'),
  updateTime: heading('更新时间', 'Изменено', 'Changed'),
  id: heading('系统编号', 'ID', 'ID'),
  customerNumber: heading('客户编号', 'Номер клиента', 'Customer number'),
  customerSource: heading('客户来源系统', 'Источник клиента', 'Customer source'),
  customerExternalId: heading('客户外部编号', 'Внешний номер клиента', 'Customer external ID'),
  customerName: heading('客户名称', 'Клиент', 'Customer'),
  position: heading('职位', 'Должность', 'Position'),
  roles: heading('角色', 'Роли', 'Roles'),
  language: heading('语言', 'Язык', 'Language'),
  manner: heading('沟通方式', 'Способ контакта', 'Manner'),
  direction: heading('方向', 'Направление', 'Direction'),
  talkTime: heading('沟通时间', 'Время контакта', 'Time of the talk'),
  content: heading('内容', 'Содержание', 'Content'),
  outcome: heading('结果', 'Результат', 'Outcome'),
  nextAction: heading('下一步', 'Следующий шаг', 'Next action'),
  authorName: heading('记录人', 'Автор', 'Author'),
  authorEmail: heading('记录人邮箱', 'Эл. почта автора', 'Author’s e-mail'),
};

const ofContact: Record<string, Heading> = {
  Name: heading('姓名', 'имя', 'name'),
  Position: heading('职位', 'должность', 'position'),
  Phone: heading('电话', 'телефон', 'phone'),
  Email: heading('邮箱', 'эл. почта', 'e-mail'),
};

const contact = heading('联系人', 'Контактное лицо', 'Contact');

/** What stands above a column in a language; a column without a name of ours keeps its own. */
export function headingOf(column: string, language: Language): string {
  const [, place, part] = /^contact(\d)([A-Z]\w+)$/.exec(column) ?? [];
  const known = part && ofContact[part];
  if (known) return `${contact[language]} ${place} ${known[language]}`;
  return headings[column]?.[language] ?? column;
}

/**
 * What stands above the columns of a file: above custom fields their labels. One that says the same as a column before it
 * has its key behind it, since an import finds columns by their headings.
 */
export function headingsOf(
  columns: readonly string[],
  language: Language,
  fields: readonly Pick<CustomField, 'key' | 'label'>[],
): string[] {
  const taken = new Set<string>();
  return columns.map((column) => {
    const field = fields.find(({ key }) => column === `custom.${key}`);
    const label = field ? translation(field.label, language) : '';
    const plain = label || headingOf(column, language);
    const heading = taken.has(plain) ? `${plain} (${field?.key ?? column})` : plain;
    taken.add(heading);
    return heading;
  });
}

/** A text in a language, else the first there is of English, Russian and Chinese. */
export function translation(text: Translated | undefined, language: Language): string {
  const { en = '', ru = '', zh = '' } = text ?? {};
  return { en, ru, 'zh-CN': zh }[language] || en || ru || zh;
}
