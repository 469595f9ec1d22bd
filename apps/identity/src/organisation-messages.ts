import type { Messages } from '@kontor/errors/messages';

/** The sentences of reasons about units, people's way through the company, calendars and imports. */
export const organisationMessages: Messages = {
  'unknown-head': {
    'zh-CN': '没有这位部门负责人。',
    ru: 'Такого руководителя подразделения нет.',
    en: 'There is no such head of the unit.',
  },
  'unknown-calendar': {
    'zh-CN': '没有这个工作日历。',
    ru: 'Такого рабочего календаря нет.',
    en: 'There is no such working calendar.',
  },
  'unit-not-empty': {
    'zh-CN': '该部门仍有人员或下级部门，请先移走再删除。',
    ru: 'В подразделении ещё есть сотрудники или другие подразделения. Сначала переведите их.',
    en: 'People work in this unit or units lie below it: move them first.',
  },
  'person-left': {
    'zh-CN': '该员工已离职。',
    ru: 'Этот сотрудник больше не работает.',
    en: 'This person has left.',
  },
  'not-yourself': {
    'zh-CN': '您不能对自己执行此操作，请由其他管理员办理。',
    ru: 'Для самих себя это сделать нельзя: обратитесь к другому администратору.',
    en: 'You cannot do this to yourself: ask another administrator.',
  },
  'cannot-leave': {
    'zh-CN': '只有在职员工才能登记离职。',
    ru: 'Отметить увольнение можно только для того, кто работает.',
    en: 'Only somebody who works here can be noted as leaving.',
  },
  'already-left': {
    'zh-CN': '该员工已经离职。',
    ru: 'Этот сотрудник уже уволен.',
    en: 'This person has left already.',
  },
  'not-leaving': {
    'zh-CN': '该员工既未离职，也未登记离职。',
    ru: 'Этот сотрудник не уволен и не увольняется.',
    en: 'This person has not left and is not leaving.',
  },
  'past-day': {
    'zh-CN': '该日期已过，请选择以后的日期。',
    ru: 'Этот день уже прошёл. Укажите более поздний.',
    en: 'This day has passed. Give a later one.',
  },
  'assignments-hidden': {
    'zh-CN': '任职经历仅本人、其上级和管理员可见。',
    ru: 'Историю работы видят сам сотрудник, его руководители и администраторы.',
    en: 'Where somebody has worked is shown to the person, the superiors and administrators only.',
  },
  'calendar-name-taken': {
    'zh-CN': '已有同名工作日历。',
    ru: 'Рабочий календарь с таким названием уже есть.',
    en: 'Another working calendar has this name.',
  },
  'no-working-day': {
    'zh-CN': '工作日历至少要有一个工作日。',
    ru: 'В рабочем календаре должен быть хотя бы один рабочий день недели.',
    en: 'A working calendar has at least one working weekday.',
  },
  'day-twice': {
    'zh-CN': '同一天填写了两次。',
    ru: 'Этот день указан дважды.',
    en: 'This day is given twice.',
  },
  'wrong-hours': {
    'zh-CN': '工作时间应按先后顺序填写，格式如 09:00-12:00，且不得重叠。',
    ru: 'Укажите часы по порядку в виде 09:00-12:00, без пересечений.',
    en: 'Give hours in order, in the form 09:00-12:00, without overlaps.',
  },
  'hours-on-free-day': {
    'zh-CN': '休息日不能填写工作时间。',
    ru: 'Для нерабочего дня часы не указываются.',
    en: 'A free day takes no hours.',
  },
  'email-twice': {
    'zh-CN': '前面已有一行使用了该邮箱。',
    ru: 'Этот адрес уже указан в строке выше.',
    en: 'A row above has this e-mail address.',
  },
  'manager-refused': {
    'zh-CN': '上级所在的行未被接受，因此本行也未导入。',
    ru: 'Строка руководителя не принята, поэтому и эта тоже.',
    en: 'The row of the manager was refused, and so is this one.',
  },
};
