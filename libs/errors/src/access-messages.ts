import type { Language } from './languages.js';

/** What rights on single records refuse, in every service. */
export const accessMessages: Record<string, Record<Language, string>> = {
  'shared-for-reading': {
    'zh-CN': '该记录只共享给您查看，不能更改。',
    ru: 'Запись открыта вам только для чтения.',
    en: 'This record is shared with you for reading only.',
  },
  'not-yours-to-share': {
    'zh-CN': '只有负责人或其上级可以共享该记录。',
    ru: 'Открыть доступ к записи может только её владелец или его руководитель.',
    en: 'Only the owner, or somebody who reaches the owner, may share this record.',
  },
  'share-end-past': {
    'zh-CN': '共享的结束时间必须晚于现在。',
    ru: 'Доступ должен заканчиваться в будущем.',
    en: 'A share must end in the future.',
  },
  'share-with-owner': {
    'zh-CN': '此人本来就是负责人。',
    ru: 'Этот человек и так владелец записи.',
    en: 'This person owns the record already.',
  },
  'unknown-person': {
    'zh-CN': '没有此在职人员。',
    ru: 'Такого работающего сотрудника нет.',
    en: 'There is no such person at work here.',
  },
  'unknown-unit': {
    'zh-CN': '没有这个部门。',
    ru: 'Такого подразделения нет.',
    en: 'There is no such unit.',
  },
};
