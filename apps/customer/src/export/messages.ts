import type { Messages } from '@kontor/errors/messages';

/** What the export says to callers. */
export const exportMessages: Messages = {
  'export-not-found': {
    'zh-CN': '找不到该导出任务，或您无权查看。',
    ru: 'Выгрузка не найдена, или у вас нет к ней доступа.',
    en: 'There is no such export, or you may not see it.',
  },
  'export-object-unknown': {
    'zh-CN': '不能导出这类记录，可选：{objects}。',
    ru: 'Такие записи не выгружаются. Возможные варианты: {objects}.',
    en: 'Such records are not exported. Choose one of: {objects}.',
  },
  'export-column-unknown': {
    'zh-CN': '没有这一列，可选：{columns}。',
    ru: 'Такого столбца нет. Возможные столбцы: {columns}.',
    en: 'There is no such column. Choose from: {columns}.',
  },
  'export-column-twice': {
    'zh-CN': '该列重复选择。',
    ru: 'Этот столбец выбран дважды.',
    en: 'This column is chosen twice.',
  },
  'export-column-hidden': {
    'zh-CN': '您无权查看该列。',
    ru: 'У вас нет права видеть этот столбец.',
    en: 'You may not see this column.',
  },
  'export-too-many': {
    'zh-CN': '您已有 {max} 个导出任务未完成，请等待完成或取消其中一个。',
    ru: 'У вас уже {max} {max|one:незавершённая выгрузка|few:незавершённые выгрузки|other:незавершённых выгрузок}. Дождитесь окончания или отмените одну.',
    en: 'You have {max} {max|one:export|other:exports} under way already; wait or cancel one.',
  },
  'export-ended': {
    'zh-CN': '该导出任务已经结束。',
    ru: 'Эта выгрузка уже завершена.',
    en: 'This export has ended already.',
  },
  'export-no-file': {
    'zh-CN': '文件尚未生成，或已过保存期。',
    ru: 'Файл ещё не готов, или срок его хранения истёк.',
    en: 'The file is not ready yet, or is no longer kept.',
  },
  'export-file-elsewhere': {
    'zh-CN': '暂时无法读取文件，请稍后再试。',
    ru: 'Файл сейчас недоступен. Повторите попытку позже.',
    en: 'The file cannot be reached just now. Please try again later.',
  },
  'export-starter-left': {
    'zh-CN': '发起人已离职、即将离职或不再有导出权限。',
    ru: 'Сотрудник, начавший выгрузку, уволен, увольняется или больше не имеет на неё права.',
    en: 'The person who started the export has left, is leaving or may no longer export.',
  },
  'export-rights-less': {
    'zh-CN': '文件生成后您的查看权限已缩小，不能再下载。请重新导出。',
    ru: 'С тех пор как файл создан, вам стало видно меньше, и скачать его нельзя. Выгрузите данные заново.',
    en: 'You may see less than when this file was made, so it is not handed out any more. Export again.',
  },
  'export-filter-hidden': {
    'zh-CN': '筛选或排序使用了您已无权查看的字段。',
    ru: 'В условии отбора или сортировке есть поле, которое вам больше не показывается.',
    en: 'The filter or the order uses a field that you may no longer see.',
  },
  'export-filter-void': {
    'zh-CN': '筛选或排序使用的字段已不存在。',
    ru: 'В условии отбора или сортировке есть поле, которого больше нет.',
    en: 'The filter or the order uses a field that no longer exists.',
  },
  'export-gave-up': {
    'zh-CN': '连续 {attempts} 次尝试均未成功，导出已终止。',
    ru: 'Выгрузка прекращена после {attempts} {attempts|one:неудачной попытки|other:неудачных попыток}.',
    en: 'The export was given up after {attempts} attempts without success.',
  },
};
