import type { Language } from './languages.js';

/** What rights on single records refuse, in every service. */
export const accessMessages: Record<string, Record<Language, string>> = {
  'shared-for-reading': {
    'zh-CN': '该记录仅共享给您查看，不能修改。',
    ru: 'Эта запись открыта вам только для просмотра, изменить её нельзя.',
    en: 'This record is shared with you for reading only; you cannot change it.',
  },
  'not-yours-to-share': {
    'zh-CN': '只有负责人或其上级可以共享该记录。',
    ru: 'Открыть доступ к записи может только ответственный или его руководитель.',
    en: 'Only the owner or a superior of the owner may share this record.',
  },
  'share-end-past': {
    'zh-CN': '共享的结束时间必须晚于现在。',
    ru: 'Срок доступа должен закончиться позже, чем сейчас.',
    en: 'A share must end later than now.',
  },
  'share-with-owner': {
    'zh-CN': '此人就是该记录的负责人，无需共享。',
    ru: 'Этот сотрудник и так отвечает за запись, открывать доступ не нужно.',
    en: 'This person owns the record and needs no share.',
  },
  'unknown-person': {
    'zh-CN': '没有这位在职员工。',
    ru: 'Среди работающих такого сотрудника нет.',
    en: 'Nobody of this id works here.',
  },
  'unknown-unit': {
    'zh-CN': '没有这个部门。',
    ru: 'Такого подразделения нет.',
    en: 'There is no such unit.',
  },
};
