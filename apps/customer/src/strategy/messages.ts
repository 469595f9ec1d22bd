import type { Messages } from '@kontor/errors/messages';

/** The sentences of strategies, pools and assignment. */
export const strategyMessages: Messages = {
  'strategy-scope-unknown': {
    'zh-CN': '没有这个适用范围。',
    ru: 'Такой области действия нет.',
    en: 'There is no such unit, role or person.',
  },
  'strategy-scope-repeated': {
    'zh-CN': '同一适用范围只能给出一次。',
    ru: 'Для одной области действия указано дважды.',
    en: 'The same scope is given twice.',
  },
  'strategy-of-people': {
    'zh-CN': '上限与领取按人员设置，不能按产品线设置。',
    ru: 'Пределы и взятие из пула задаются для людей, а не для продуктовой линии.',
    en: 'Caps and claims are set for people, not for product lines.',
  },
  'pool-kind': {
    'zh-CN': '已成交客户只能进入客户公海，潜在客户只能进入潜在客户公海。',
    ru: 'Клиенты, которые уже покупали, и потенциальные клиенты ждут в разных пулах.',
    en: 'Customers that bought and prospects wait in pools of different kinds.',
  },
  'pool-kind-stays': {
    'zh-CN': '公海的类型不能更改，请新建一个公海。',
    ru: 'Вид пула не меняется: создайте другой пул.',
    en: 'The kind of a pool stays as it is: make another pool.',
  },
  'strategy-in-past': {
    'zh-CN': '生效时间不能早于现在。',
    ru: 'Время начала действия не может быть в прошлом.',
    en: 'Settings cannot begin in the past.',
  },
  'cap-reached': {
    'zh-CN': '该人员持有的潜在客户已达上限（{cap}）。',
    ru: 'Достигнут предел потенциальных клиентов у одного человека ({cap}).',
    en: 'The person holds as many prospects as allowed ({cap}).',
  },
  'deal-needed': {
    'zh-CN': '须先赢得一个商机，客户才能标记为合作中。',
    ru: 'Клиент становится действующим только после выигранной сделки.',
    en: 'A customer is cooperating only when an opportunity with it was won.',
  },
  'not-claimable': {
    'zh-CN': '该客户现在不能领取。',
    ru: 'Этого клиента сейчас нельзя взять.',
    en: 'This customer cannot be claimed now.',
  },
  'claim-limit': {
    'zh-CN': '24 小时内最多领取 {limit} 个客户。',
    ru: 'За 24 часа можно взять не больше {limit} клиентов.',
    en: 'No more than {limit} customers may be claimed within 24 hours.',
  },
  'cool-down': {
    'zh-CN': '您不久前负责过该客户，暂时不能再次领取。',
    ru: 'Этот клиент недавно был у вас, взять его снова пока нельзя.',
    en: 'The customer was yours not long ago and cannot be claimed again yet.',
  },
  'pool-closed': {
    'zh-CN': '您不能从这个公海领取客户。',
    ru: 'Из этого пула вам брать нельзя.',
    en: 'You may not claim from this pool.',
  },
  'pool-empty': {
    'zh-CN': '公海中没有可领取的客户。',
    ru: 'В пуле сейчас нечего взять.',
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
    ru: 'Укажите людей или подразделения.',
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
    'zh-CN': '没有适用的分配规则，或无人有空余名额。',
    ru: 'Ни одно правило не подошло, или ни у кого нет места.',
    en: 'No rule fits, or nobody has room.',
  },
  'not-in-reach': {
    'zh-CN': '您无权更改该客户。',
    ru: 'Изменить этого клиента вам нельзя.',
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
    'zh-CN': '未启用冻结。',
    ru: 'Заморозка не разрешена.',
    en: 'Freezing is switched off.',
  },
  'freeze-too-long': {
    'zh-CN': '冻结期限须在现在与 {days} 天之内。',
    ru: 'Заморозить можно не дольше чем на {days} дн.',
    en: 'A freeze ends in the future and lasts {days} days at most.',
  },
  'freeze-spent': {
    'zh-CN': '冻结已结束；再次跟进后才能重新冻结。',
    ru: 'Заморозка закончилась; новая возможна только после разговора с клиентом.',
    en: 'The freeze is over; there is a new one only after a talk.',
  },
  frozen: {
    'zh-CN': '该客户已被其负责人冻结，请勿联系。',
    ru: 'Клиента заморозил его ответственный, обращаться к нему нельзя.',
    en: 'The owner of this customer has frozen it: leave it alone.',
  },
  'freeze-quota': {
    'zh-CN': '同时冻结的潜在客户最多 {max} 个。',
    ru: 'Одновременно можно заморозить не больше {max} клиентов.',
    en: 'No more than {max} prospects may be frozen at once.',
  },
  'not-frozen': {
    'zh-CN': '该客户未被冻结。',
    ru: 'Этот клиент не заморожен.',
    en: 'The customer is not frozen.',
  },
};
