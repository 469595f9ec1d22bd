import type { Messages } from '@kontor/errors/messages';

/** The sentences of reasons about absence, and about asking a superior. */
export const absenceMessages: Messages = {
  'substitution-not-found': {
    'zh-CN': '没有这项代理，或您无权查看。',
    ru: 'Такого замещения нет, или оно вам не видно.',
    en: 'There is no such substitution, or you may not see it.',
  },
  'not-a-superior': {
    'zh-CN': '只有本人、其上级或人员管理员可以执行此操作。',
    ru: 'Это может сам человек, его руководитель или тот, кто управляет персоналом.',
    en: 'This is up to the person, everyone above, and who manages people.',
  },
  'substitute-yourself': {
    'zh-CN': '您不能为非下属人员指定自己为代理人。',
    ru: 'Нельзя назначить себя замещающим того, кем вы не руководите.',
    en: 'You cannot make yourself the substitute of somebody who does not report to you.',
  },
  'substitute-is-absent': {
    'zh-CN': '代理人不能是缺席者本人。',
    ru: 'Человек не может замещать сам себя.',
    en: 'Nobody stands in for themselves.',
  },
  'substitute-not-active': {
    'zh-CN': '代理人必须是在职且未登记离职的人员。',
    ru: 'Замещающий должен работать и не увольняться.',
    en: 'A substitute must work here and not be leaving.',
  },
  'substitution-overlaps': {
    'zh-CN': '此人在该时段内已有相同范围的代理。',
    ru: 'На это время у человека уже есть замещающий для тех же записей.',
    en: 'The person has a substitute for that time and those records already.',
  },
  'substitution-loop': {
    'zh-CN': '人员不能在同一时段内相互代理，包括间接代理。',
    ru: 'Люди не могут одновременно замещать друг друга, в том числе через других.',
    en: 'People cannot stand in for each other at the same time, not even by way of others.',
  },
  'substitution-over': {
    'zh-CN': '该代理已结束或已取消。',
    ru: 'Это замещение закончилось или отменено.',
    en: 'This substitution is over or was called off.',
  },
  'substitution-fixed': {
    'zh-CN': '此项不可更改，请取消后重新设置。',
    ru: 'Это не меняется: отмените замещение и создайте новое.',
    en: 'This does not change: call it off and make another one.',
  },
  'substitution-too-long': {
    'zh-CN': '代理最长 {days} 天。',
    ru: 'Замещение длится не дольше {days} дн.',
    en: 'A substitution lasts {days} days at most.',
  },
  'end-before-start': {
    'zh-CN': '结束时间必须晚于开始时间。',
    ru: 'Окончание должно быть позже начала.',
    en: 'It must end after it begins.',
  },
  'read-request-not-found': {
    'zh-CN': '没有这项请求，或您无权查看。',
    ru: 'Такого запроса нет, или он вам не виден.',
    en: 'There is no such request, or you may not see it.',
  },
  'read-request-answered': {
    'zh-CN': '该请求已被处理。',
    ru: 'На этот запрос уже ответили.',
    en: 'This request was dealt with already.',
  },
  'read-request-expired': {
    'zh-CN': '该请求已过期。',
    ru: 'Срок этого запроса истёк.',
    en: 'This request has expired.',
  },
  'too-many-read-requests': {
    'zh-CN': '待处理的请求已达上限（{max}）。',
    ru: 'Ожидают ответа уже {max} запросов, больше нельзя.',
    en: '{max} of your requests wait for an answer already.',
  },
};
