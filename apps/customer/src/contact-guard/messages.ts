import type { Messages } from '@kontor/errors/messages';

/** The sentences of the guard that keeps customers from being pestered. */
export const contactGuardMessages: Messages = {
  'contact-guarded': {
    'zh-CN':
      '目前不宜联系该客户（最近一次联系：{person}，{time}）。如仍需登记，请说明原因（参数 guardReason）。',
    ru: 'Сейчас этого клиента лучше не беспокоить (последнее обращение: {person}, {time}). Чтобы всё же записать контакт, укажите причину (параметр guardReason).',
    en: 'This customer should not be contacted now (last contacted by {person}, {time}). To log it all the same, give a reason (parameter guardReason).',
  },
  'guard-do-not-call': {
    'zh-CN': '请勿致电该联系人。',
    ru: 'Этому человеку нельзя звонить.',
    en: 'This person is never to be called.',
  },
  'guard-withdrawn': {
    'zh-CN': '对方已撤回对此联系方式的同意。',
    ru: 'Согласие на связь по этому каналу отозвано.',
    en: 'Consent to this channel was withdrawn.',
  },
  'guard-no-consent': {
    'zh-CN': '此联系方式需要对方同意，目前尚未取得。',
    ru: 'Для связи по этому каналу нужно согласие, а его пока нет.',
    en: 'This channel needs consent, and there is none yet.',
  },
  'guard-quiet-hours': {
    'zh-CN': '对方当地时间为 {localTime}，属于免打扰时段。',
    ru: 'По местному времени клиента сейчас {localTime}: в эти часы его не беспокоят.',
    en: 'It is {localTime} where the customer is: quiet hours.',
  },
  'guard-frequency': {
    'zh-CN': '{periodDays} 天内已联系 {touches} 次，已达上限。',
    ru: 'Достигнут предел обращений: {touches} за {periodDays} {periodDays|one:день|few:дня|other:дней}.',
    en: 'Contacted {touches} {touches|one:time|other:times} within {periodDays} {periodDays|one:day|other:days} already; that is the limit.',
  },
  'guard-left': {
    'zh-CN': '该联系人已不在此客户处任职。',
    ru: 'Это контактное лицо у клиента больше не работает.',
    en: 'This person is no longer with the customer.',
  },
  'guard-wall-time': {
    'zh-CN': '请填写时间，格式应如 21:00。',
    ru: 'Неверное время. Пример правильной записи: 21:00.',
    en: 'Not a valid time; write it like 21:00.',
  },
  'guard-channel-any': {
    'zh-CN': '请指定一种具体的联系方式。',
    ru: 'Укажите один конкретный канал.',
    en: 'Name one channel, not all of them.',
  },
  'guard-any-touches': {
    'zh-CN': '对全部联系方式合计时，只能限制联系次数。',
    ru: 'Для всех каналов вместе можно ограничить только число обращений.',
    en: 'For all channels together only the number of touches can be limited.',
  },
  'guard-channel-twice': {
    'zh-CN': '每种联系方式只能填写一次。',
    ru: 'Каждый канал можно указать только один раз.',
    en: 'Each channel can be given only once.',
  },
};
