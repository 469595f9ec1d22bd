import type { Messages } from '@kontor/errors/messages';

/** What the export says to callers. */
export const exportMessages: Messages = {
  'export-not-found': {
    'zh-CN': '找不到该导出任务，或您无权查看。',
    ru: 'Выгрузка не найдена, или у вас нет к ней доступа.',
    en: 'There is no such export, or you may not see it.',
  },
  'export-object-unknown': {
    'zh-CN': '不能导出这种记录，可选：{objects}。',
    ru: 'Такие записи не выгружаются. Возможные: {objects}.',
    en: 'Such records are not exported. Choose one of: {objects}.',
  },
  'export-column-unknown': {
    'zh-CN': '没有这一列，可选：{columns}。',
    ru: 'Такого столбца нет. Возможные столбцы: {columns}.',
    en: 'There is no such column. Choose from: {columns}.',
  },
  'export-column-twice': {
    'zh-CN': '该列已经选过。',
    ru: 'Этот столбец уже выбран.',
    en: 'This column is chosen already.',
  },
  'export-column-hidden': {
    'zh-CN': '您无权查看该列。',
    ru: 'Вам нельзя видеть этот столбец.',
    en: 'You may not see this column.',
  },
  'export-too-many': {
    'zh-CN': '您已有 {max} 个导出任务未完成，请等待完成或取消。',
    ru: 'У вас уже есть незавершённые выгрузки: {max}. Дождитесь их или отмените.',
    en: 'You have {max} exports under way already; wait for them or cancel one.',
  },
  'export-ended': {
    'zh-CN': '该导出任务已经结束。',
    ru: 'Эта выгрузка уже завершена.',
    en: 'This export has ended already.',
  },
  'export-no-file': {
    'zh-CN': '文件尚未生成，或已过保存期。',
    ru: 'Файл ещё не готов или срок его хранения истёк.',
    en: 'The file is not ready, or is kept no longer.',
  },
  'export-file-elsewhere': {
    'zh-CN': '暂时无法读取文件，请稍后再试。',
    ru: 'Файл сейчас недоступен. Повторите попытку позже.',
    en: 'The file cannot be reached just now. Please try again later.',
  },
  'export-starter-left': {
    'zh-CN': '发起人已离职、即将离职或不再有导出权限。',
    ru: 'Сотрудник, начавший выгрузку, уволен, уходит или больше не имеет на неё права.',
    en: 'The person who started the export has left, is leaving or may export no more.',
  },
  'export-filter-hidden': {
    'zh-CN': '筛选或排序使用了您已无权查看的字段。',
    ru: 'Фильтр или сортировка используют поле, которое вам больше нельзя видеть.',
    en: 'Filter or order use a field that you may not see any more.',
  },
  'export-filter-void': {
    'zh-CN': '筛选或排序使用的字段已不存在。',
    ru: 'Фильтр или сортировка используют поле, которого больше нет.',
    en: 'Filter or order use a field that is no more.',
  },
  'export-gave-up': {
    'zh-CN': '连续 {attempts} 次尝试均未成功，导出已放弃。',
    ru: 'Выгрузка прекращена после неудачных попыток. Число попыток: {attempts}.',
    en: 'The export was given up after {attempts} attempts without success.',
  },
};
