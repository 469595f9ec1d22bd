import type { Messages } from '@kontor/errors/messages';

/** The sentences of strategies, pools and assignment. */
export const strategyMessages: Messages = {
  'strategy-scope-unknown': {
    'zh-CN': '没有这个部门、角色或人员。',
    ru: 'Такого подразделения, роли или сотрудника нет.',
    en: 'There is no such unit, role or person.',
  },
  'strategy-scope-of-company': {
    'zh-CN': '适用于全公司的设置不需要填写适用对象。',
    ru: 'Для настроек всей компании область указывать не нужно.',
    en: 'Settings of the whole company need no scope id. Leave it out.',
  },
  'strategy-scope-repeated': {
    'zh-CN': '同一适用范围只能设置一次。',
    ru: 'Одна и та же область действия указана дважды.',
    en: 'The same scope is given twice.',
  },
  'strategy-of-people': {
    'zh-CN': '持有上限与领取规则按人员设置，不能按产品线设置。',
    ru: 'Лимиты и правила взятия из пула задаются для сотрудников, а не для продуктовых линий.',
    en: 'Caps and limits of claims are set for people, not for product lines.',
  },
  'pool-kind': {
    'zh-CN': '已成交客户只能放入客户公海，潜在客户只能放入潜在客户公海。',
    ru: 'Для клиентов, которые уже покупали, и для потенциальных клиентов нужны разные пулы. Выберите подходящий.',
    en: 'Customers that have bought and prospects need pools of different kinds. Choose the other kind.',
  },
  'pool-kind-stays': {
    'zh-CN': '公海的类型不能更改，请新建一个公海。',
    ru: 'Изменить вид пула нельзя: создайте другой пул.',
    en: 'The kind of a pool cannot be changed: make another pool.',
  },
  'strategy-in-past': {
    'zh-CN': '生效时间不能早于现在。',
    ru: 'Начало действия не может быть в прошлом.',
    en: 'Settings cannot take effect in the past.',
  },
  'cap-reached': {
    'zh-CN': '该员工持有的潜在客户已达上限（{cap} 个）。',
    ru: 'Лимит потенциальных клиентов у этого сотрудника исчерпан ({cap}).',
    en: 'This person holds as many prospects as the cap allows ({cap}).',
  },
  'deal-needed': {
    'zh-CN': '该客户须先有一个赢单的商机，才能标记为“合作中”。',
    ru: 'Статус «сотрудничает» можно поставить только после выигранной сделки с этим клиентом.',
    en: 'A customer can be “cooperating” only once an opportunity with it was won.',
  },
  'not-claimable': {
    'zh-CN': '该客户目前不能领取。',
    ru: 'Этого клиента сейчас нельзя взять в работу.',
    en: 'This customer cannot be claimed now.',
  },
  'claim-limit': {
    'zh-CN': '24 小时内最多领取 {limit} 个客户，请稍后再试。',
    ru: 'За 24 часа можно взять в работу не больше {limit} {limit|one:клиента|other:клиентов}. Повторите позже.',
    en: 'No more than {limit} {limit|one:customer|other:customers} may be claimed within 24 hours. Try again later.',
  },
  'cool-down': {
    'zh-CN': '您不久前负责过该客户，暂时不能再次领取。',
    ru: 'Вы недавно вели этого клиента, снова взять его в работу пока нельзя.',
    en: 'The customer was yours not long ago; you cannot claim it again yet.',
  },
  'pool-closed': {
    'zh-CN': '您无权从这个公海领取客户。',
    ru: 'У вас нет права брать клиентов из этого пула.',
    en: 'You may not claim from this pool.',
  },
  'pool-empty': {
    'zh-CN': '公海中目前没有可领取的客户。',
    ru: 'В пуле сейчас нет клиентов, которых можно взять в работу.',
    en: 'Nothing in the pool can be claimed now.',
  },
  'pool-not-found': {
    'zh-CN': '没有这个公海。',
    ru: 'Такого пула нет.',
    en: 'There is no such pool.',
  },
  'pool-name-taken': {
    'zh-CN': '已有同名的公海。',
    ru: 'Пул с таким названием уже есть.',
    en: 'There is a pool of this name already.',
  },
  'assignment-rule-not-found': {
    'zh-CN': '没有这条分配规则。',
    ru: 'Такого правила распределения нет.',
    en: 'There is no such rule of assignment.',
  },
  'assignment-rule-empty': {
    'zh-CN': '请指定人员或部门。',
    ru: 'Укажите сотрудников или подразделения.',
    en: 'Name people or units.',
  },
  'assignment-unit-unknown': {
    'zh-CN': '没有这个部门。',
    ru: 'Такого подразделения нет.',
    en: 'There is no such unit.',
  },
  'assignment-role-unknown': {
    'zh-CN': '没有这个角色。',
    ru: 'Такой роли нет.',
    en: 'There is no such role.',
  },
  'no-rule-fits': {
    'zh-CN': '没有适用的分配规则，或所有人的名额都已满。',
    ru: 'Ни одно правило распределения не подошло, или у всех исчерпан лимит.',
    en: 'No rule of assignment fits, or everybody has reached the cap.',
  },
  'not-in-reach': {
    'zh-CN': '您无权修改该客户。',
    ru: 'У вас нет права менять этого клиента.',
    en: 'You may not change this customer.',
  },
  'no-owner': {
    'zh-CN': '该客户没有负责人。',
    ru: 'У этого клиента нет ответственного.',
    en: 'Nobody owns this customer.',
  },
  'no-prospect': {
    'zh-CN': '只有潜在客户可以冻结。',
    ru: 'Заморозить можно только потенциального клиента.',
    en: 'Only prospects are frozen.',
  },
  'freeze-off': {
    'zh-CN': '未启用冻结功能。',
    ru: 'Заморозка клиентов не включена.',
    en: 'Freezing is switched off.',
  },
  'freeze-too-long': {
    'zh-CN': '冻结截止时间须晚于现在，且不超过 {days} 天。',
    ru: 'Заморозка должна закончиться позже, чем сейчас, и длиться не больше {days} {days|one:дня|other:дней}.',
    en: 'A freeze must end later than now and last {days} {days|one:day|other:days} at most.',
  },
  'freeze-spent': {
    'zh-CN': '冻结已结束，再次与客户沟通后才能重新冻结。',
    ru: 'Заморозка закончилась. Новая возможна только после контакта с клиентом.',
    en: 'The freeze is over. A new one is possible only after a talk with the customer.',
  },
  'release-not-yours': {
    'zh-CN': '只有负责人、其代理人和上级才能放弃该客户。',
    ru: 'Отказаться от клиента может только ответственный, его заместитель или руководитель.',
    en: 'Only the owner, who stands in for the owner, and superiors give a customer up.',
  },
  'freeze-in-past': {
    'zh-CN': '冻结的截止时间须在现在之后。',
    ru: 'Заморозка должна заканчиваться в будущем.',
    en: 'A freeze must end in the future.',
  },
  'freeze-not-yours': {
    'zh-CN': '只有负责人、其代理人和上级才能冻结或解冻该客户。',
    ru: 'Замораживать и размораживать может только ответственный, его заместитель или руководитель.',
    en: 'Only the owner, who stands in for the owner, and superiors freeze or release a prospect.',
  },
  frozen: {
    'zh-CN': '该客户已被负责人冻结，请勿联系。',
    ru: 'Клиент заморожен ответственным, обращаться к нему сейчас нельзя.',
    en: 'The owner has frozen this customer: please do not contact it.',
  },
  'freeze-quota': {
    'zh-CN': '最多同时冻结 {max} 个潜在客户。',
    ru: 'Одновременно можно заморозить не больше {max} {max|one:клиента|other:клиентов}.',
    en: 'No more than {max} {max|one:prospect|other:prospects} may be frozen at once.',
  },
  'not-frozen': {
    'zh-CN': '该客户未被冻结。',
    ru: 'Этот клиент не заморожен.',
    en: 'The customer is not frozen.',
  },
};
