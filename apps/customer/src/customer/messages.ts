import type { Language } from '@kontor/errors/languages';
import type { Messages } from '@kontor/errors/messages';

const statuses: Record<string, Record<Language, string>> = {
  prospect: { 'zh-CN': '潜在客户', ru: 'потенциальный', en: 'prospect' },
  interested: { 'zh-CN': '有意向', ru: 'заинтересован', en: 'interested' },
  negotiating: { 'zh-CN': '洽谈中', ru: 'переговоры', en: 'negotiating' },
  cooperating: { 'zh-CN': '合作中', ru: 'сотрудничает', en: 'cooperating' },
  dormant: { 'zh-CN': '沉睡', ru: 'спящий', en: 'dormant' },
  lost: { 'zh-CN': '流失', ru: 'потерян', en: 'lost' },
};

/** The statuses of customers as people call them, and as the stages at which a custom field is asked for. */
const statusWords: Messages = Object.fromEntries(
  Object.entries(statuses).flatMap(([status, words]) => [
    [`customer-status-${status}`, words],
    [`custom-stage-${status}`, words],
  ]),
);

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
    'zh-CN': '您的角色无权查看他人客户的名称。',
    ru: 'Ваши роли не позволяют видеть названия чужих клиентов.',
    en: 'None of your roles shows the names of other people’s customers.',
  },
  'person-out-of-reach': {
    'zh-CN': '只能查询自己或下属的权限。',
    ru: 'Можно узнать только о своих правах и правах своих подчинённых.',
    en: 'You may ask about yourself and about people below you only.',
  },
  'unassigned-with-owner': {
    'zh-CN': '已指定负责人的客户不能同时设为无负责人（unassigned），请二者选一。',
    ru: 'Указан ответственный, поэтому клиент не может остаться без него (unassigned). Выберите одно из двух.',
    en: 'A customer with an owner cannot be without one (unassigned). Choose one of the two.',
  },
  'external-id-taken': {
    'zh-CN': '已有来源系统和外部编号都相同的客户。',
    ru: 'Клиент с таким внешним номером из этого источника уже есть.',
    en: 'A customer with this external id from this source exists already.',
  },
  'external-id-differs': {
    'zh-CN': '与请求地址中的来源系统或外部编号不一致。',
    ru: 'Не совпадает с источником или внешним номером в адресе запроса.',
    en: 'This differs from the source or the external id in the path.',
  },
  'status-step': {
    'zh-CN': '状态不能从“{from:customer-status}”变为“{to:customer-status}”。',
    ru: 'Переход из статуса «{from:customer-status}» в «{to:customer-status}» невозможен.',
    en: 'The status cannot go from “{from:customer-status}” to “{to:customer-status}”.',
  },
  ...statusWords,
  'channel-needs-manager': {
    'zh-CN': '获客渠道确定后，只有主管可以修改。',
    ru: 'Изменить уже указанный канал привлечения может только руководитель.',
    en: 'Once the channel of acquisition is known, only a manager may change it.',
  },
  'channel-needs-reason': {
    'zh-CN': '修改获客渠道须说明原因（参数 reason）。',
    ru: 'Чтобы изменить канал привлечения, укажите причину (параметр reason).',
    en: 'Give a reason for changing the channel (parameter reason).',
  },
  'owner-by-transfer': {
    'zh-CN': '更换负责人请使用“:transfer”操作。',
    ru: 'Чтобы сменить ответственного, используйте вызов «:transfer».',
    en: 'Use :transfer to change the owner.',
  },
  'owner-unknown': {
    'zh-CN': '没有这位员工，或其已离职。',
    ru: 'Такого сотрудника нет, или он больше не работает.',
    en: 'There is no such person, or the person has left.',
  },
  'owner-leaving': {
    'zh-CN': '该员工即将离职，不能再向其分配客户。',
    ru: 'Этот сотрудник увольняется, новых клиентов передать нельзя.',
    en: 'This person is leaving and cannot be given customers any more.',
  },
  'owner-left': {
    'zh-CN': '该员工已离职，不能向其分配客户。',
    ru: 'Этот сотрудник больше не работает, передать клиентов нельзя.',
    en: 'This person has left and cannot be given customers.',
  },
  'leaving-gives-nothing': {
    'zh-CN': '您即将离职，不能替他人新建客户。',
    ru: 'Вы увольняетесь и не можете заводить клиентов для других.',
    en: 'You are leaving and cannot make customers for others.',
  },
  'owner-out-of-reach': {
    'zh-CN': '您只能把客户分配给自己或下属。',
    ru: 'Передать клиента можно только себе или своим подчинённым.',
    en: 'You may give customers to yourself and to people below you only.',
  },
  'contact-of-another': {
    'zh-CN': '该联系人不属于此客户。',
    ru: 'Это контактное лицо относится к другому клиенту.',
    en: 'The contact belongs to another customer.',
  },
  'talk-in-future': {
    'zh-CN': '沟通时间不能晚于现在。',
    ru: 'Время контакта не может быть в будущем.',
    en: 'The time of a talk cannot be in the future.',
  },
  'not-the-author': {
    'zh-CN': '只有记录人可以修改沟通记录。',
    ru: 'Изменить запись о контакте может только её автор.',
    en: 'Only its author may change a talk.',
  },
};
