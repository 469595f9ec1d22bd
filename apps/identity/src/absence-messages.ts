import type { Messages } from '@kontor/errors/messages';

/** The sentences of reasons about absence, and about asking a superior. */
export const absenceMessages: Messages = {
  'substitution-not-found': {
    'zh-CN': '没有这项代理，或您无权查看。',
    ru: 'Такого замещения нет, или у вас нет к нему доступа.',
    en: 'There is no such substitution, or you may not see it.',
  },
  'not-a-superior': {
    'zh-CN': '只有本人、其上级或人事管理员可以执行此操作。',
    ru: 'Это может сделать сам сотрудник, его руководитель или тот, кто управляет персоналом.',
    en: 'Only the person, the superiors of the person and who manages people may do this.',
  },
  'not-own-absence': {
    'zh-CN': '本人的缺勤须由上级同意。',
    ru: 'Согласовать ваше отсутствие может только руководитель.',
    en: 'Your own absence is for a superior to approve.',
  },
  'substitute-yourself': {
    'zh-CN': '您只能为自己的下属指定自己为代理人。',
    ru: 'Назначить замещающим себя можно только для своих подчинённых.',
    en: 'You cannot make yourself the substitute of somebody who does not report to you.',
  },
  'substitute-is-absent': {
    'zh-CN': '代理人不能是本人，请指定他人。',
    ru: 'Нельзя замещать самого себя: укажите другого сотрудника.',
    en: 'Nobody stands in for themselves: name somebody else.',
  },
  'substitute-not-active': {
    'zh-CN': '代理人必须在职，且未登记离职。',
    ru: 'Замещать может только тот, кто работает и не увольняется.',
    en: 'A substitute must work here and not be leaving.',
  },
  'substitution-overlaps': {
    'zh-CN': '此人在该时段已有相同范围的代理人。',
    ru: 'На это время уже назначен замещающий для тех же записей.',
    en: 'The person has a substitute for that time and those records already.',
  },
  'substitution-loop': {
    'zh-CN': '同一时段内不能相互代理，间接代理也不行。',
    ru: 'Нельзя одновременно замещать друг друга, в том числе через других.',
    en: 'People cannot stand in for each other at the same time, not even by way of others.',
  },
  'substitution-over': {
    'zh-CN': '该代理已结束或已取消。',
    ru: 'Это замещение закончилось или отменено.',
    en: 'This substitution is over or was called off.',
  },
  'substitution-fixed': {
    'zh-CN': '此项不能修改，请取消该代理后重新设置。',
    ru: 'Изменить это нельзя: отмените замещение и создайте новое.',
    en: 'This cannot be changed: call the substitution off and make another one.',
  },
  'substitution-too-long': {
    'zh-CN': '代理期限最长 {days} 天，请缩短。',
    ru: 'Замещение не может длиться больше {days} {days|one:дня|other:дней}.',
    en: 'A substitution lasts {days} {days|one:day|other:days} at most.',
  },
  'end-before-start': {
    'zh-CN': '结束时间必须晚于开始时间。',
    ru: 'Окончание должно быть позже начала.',
    en: 'It must end after it begins.',
  },
  'read-request-not-found': {
    'zh-CN': '没有这项申请，或您无权查看。',
    ru: 'Такого запроса нет, или у вас нет к нему доступа.',
    en: 'There is no such request, or you may not see it.',
  },
  'read-request-answered': {
    'zh-CN': '该申请已处理。',
    ru: 'На этот запрос уже ответили.',
    en: 'This request was dealt with already.',
  },
  'read-request-expired': {
    'zh-CN': '该申请已过期，请重新提出。',
    ru: 'Срок этого запроса истёк. Отправьте новый.',
    en: 'This request has expired. Make another one.',
  },
  'too-many-read-requests': {
    'zh-CN': '您待处理的申请已达上限（{max} 项），请等待答复。',
    ru: 'Ответа уже {max|one:ожидает|other:ожидают} {max} {max|one:ваш запрос|few:ваших запроса|other:ваших запросов}. Дождитесь ответа.',
    en: '{max} of your requests wait for an answer already. Wait for one of them.',
  },
};
