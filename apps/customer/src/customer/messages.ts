import type { Messages } from '@kontor/errors/messages';

/** What is said of customers, contacts, talks and owners. */
export const customerMessages: Messages = {
  'customer-not-found': {
    'zh-CN': '找不到该客户，或您无权查看。',
    ru: 'Клиент не найден, или у вас нет к нему доступа.',
    en: 'There is no such customer, or you may not see it.',
  },
  'contact-not-found': {
    'zh-CN': '该客户没有这个联系人。',
    ru: 'У этого клиента нет такого контактного лица.',
    en: 'The customer has no such contact.',
  },
  'interaction-not-found': {
    'zh-CN': '该客户没有这条沟通记录。',
    ru: 'У этого клиента нет такой записи о контакте.',
    en: 'The customer has no such talk.',
  },
  'names-not-shown': {
    'zh-CN': '您的角色不能查看他人客户的名称。',
    ru: 'Ваши роли не показывают имена чужих клиентов.',
    en: 'None of your roles shows the names of other people’s customers.',
  },
  'person-out-of-reach': {
    'zh-CN': '只能查询自己或下属的权限。',
    ru: 'Можно узнать только о своих правах и о правах подчинённых.',
    en: 'You may ask about yourself and about people below you only.',
  },
  'external-id-taken': {
    'zh-CN': '该来源系统中已有相同外部编号的客户。',
    ru: 'Клиент с таким внешним номером из этого источника уже есть.',
    en: 'A customer with this external id from this source exists already.',
  },
  'external-id-differs': {
    'zh-CN': '与路径中的来源或外部编号不一致。',
    ru: 'Не совпадает с источником или внешним номером в пути.',
    en: 'This differs from the source or external id in the path.',
  },
  'status-step': {
    'zh-CN': '状态不能从“{from:customer-status}”变为“{to:customer-status}”。',
    ru: 'Переход из статуса «{from:customer-status}» в «{to:customer-status}» невозможен.',
    en: 'The status cannot go from {from:customer-status} to {to:customer-status}.',
  },
  'customer-status-prospect': { 'zh-CN': '潜在客户', ru: 'потенциальный', en: 'prospect' },
  'customer-status-interested': { 'zh-CN': '有意向', ru: 'заинтересован', en: 'interested' },
  'customer-status-negotiating': { 'zh-CN': '洽谈中', ru: 'переговоры', en: 'negotiating' },
  'customer-status-cooperating': { 'zh-CN': '合作中', ru: 'сотрудничает', en: 'cooperating' },
  'customer-status-dormant': { 'zh-CN': '沉睡', ru: 'спящий', en: 'dormant' },
  'customer-status-lost': { 'zh-CN': '流失', ru: 'потерян', en: 'lost' },
  'channel-needs-manager': {
    'zh-CN': '获客渠道确定后，只有主管可以更改。',
    ru: 'Изменить уже указанный канал привлечения может только руководитель.',
    en: 'Once the channel is known, only a manager may change it.',
  },
  'channel-needs-reason': {
    'zh-CN': '更改获客渠道须说明原因（参数 reason）。',
    ru: 'Для изменения канала привлечения укажите причину (параметр reason).',
    en: 'Changing the channel needs a reason (parameter reason).',
  },
  'owner-by-transfer': {
    'zh-CN': '请用“:transfer”更换负责人。',
    ru: 'Ответственный меняется вызовом «:transfer».',
    en: 'The owner changes by :transfer.',
  },
  'owner-unknown': {
    'zh-CN': '没有这位员工，或其已离职。',
    ru: 'Такого сотрудника нет, или он больше не работает.',
    en: 'There is no such person, or the person has left.',
  },
  'owner-leaving': {
    'zh-CN': '该员工即将离职，不能再分配客户。',
    ru: 'Этот сотрудник уходит: новых клиентов ему не передают.',
    en: 'This person is leaving and is given no more customers.',
  },
  'owner-left': {
    'zh-CN': '该员工已离职，不能分配客户。',
    ru: 'Этот сотрудник больше не работает.',
    en: 'This person has left and cannot be given customers.',
  },
  'leaving-gives-nothing': {
    'zh-CN': '您即将离职，不能替他人新建客户。',
    ru: 'Вы уходите и не можете заводить клиентов для других.',
    en: 'You are leaving and cannot make customers for others.',
  },
  'owner-out-of-reach': {
    'zh-CN': '您只能把客户分配给自己或下属。',
    ru: 'Передать клиента можно только себе или своим подчинённым.',
    en: 'You may give customers only to yourself and to people below you.',
  },
  'contact-of-another': {
    'zh-CN': '该联系人不属于此客户。',
    ru: 'Это контактное лицо относится к другому клиенту.',
    en: 'The contact belongs to another customer.',
  },
  'talk-in-future': {
    'zh-CN': '时间不能晚于现在。',
    ru: 'Это время не может быть в будущем.',
    en: 'This cannot have been in the future.',
  },
  'not-the-author': {
    'zh-CN': '只有记录人可以修改沟通记录。',
    ru: 'Изменить запись о контакте может только её автор.',
    en: 'Only its author may change a talk.',
  },
};
